/** The HTTP server of a local run: Node's server around the app. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener, RequestError } from "@hono/node-server";
import { toFetch } from "@skillmeat-deployments/api/http/fetch.ts";
import { asFault, problemParts, problemResponse } from "@skillmeat-deployments/api/http/problem.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { urlOf } from "./address.ts";
import { discardBody } from "./discard-body.ts";
import { StartError } from "./start-error.ts";

/**
 * Milliseconds until `close` ends the remaining requests: as long as the storage calls of a request may take. Whoever
 * kills the process after a signal must wait longer.
 */
const DRAIN_MS = 10_000;
/** How long a stop goes on accepting connections that have arrived already, in milliseconds. */
const ARRIVED_MS = 500;

export type HttpServer = { url: string; close(): Promise<void> };

type Exchange = { incoming: IncomingMessage; outgoing: ServerResponse };

/** Starts the server. @throws StartError if it cannot listen on the address */
export async function startHttpServer(
  fetch: (request: Request, address: string) => Promise<Response>,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> {
  let closing = false;
  const answer = async (request: Request, { incoming, outgoing }: Exchange) => {
    // A connection that is closed by now has no address any more.
    const address = incoming.socket.remoteAddress ?? "unknown";
    const response = hasUserinfo(incoming.url) ? refuse(userinfoFault()) : await fetch(request, address);
    await discardBody(incoming);
    // The rest of a body that was not read would be taken for the next request.
    if (closing || !incoming.complete) outgoing.shouldKeepAlive = false;
    return response;
  };
  const errorHandler = (error: unknown) => refuse(error instanceof RequestError ? malformedFault() : asFault(error));
  // The cast: the type of the bindings allows HTTP/2, which this server does not speak.
  const listener = getRequestListener(answer as Parameters<typeof getRequestListener>[0], { errorHandler });
  const server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => sendProblem(error, socket, newId()));
  const url = await listen(server, host, port);
  return {
    url,
    close: () => {
      closing = true;
      return drain(server, sockets);
    },
  };
}

/** Whether a request target in absolute form contains a user name or a password (RFC 9110, section 4.2.4). */
const hasUserinfo = (target = "") => /^[a-z][a-z\d+.-]*:\/\/[^/?#]*@/i.test(target);

const userinfoFault = () =>
  new Fault("malformed-request", "The URL must not contain a user name or a password; send the credential in a header");
const malformedFault = () => new Fault("malformed-request", "The request target or the Host header is not valid");

/** The answer to a request that does not reach the app. Its target is not repeated: it can contain a password. */
const refuse = (fault: Fault) => toFetch(problemResponse(fault, "", newId(), {}));

/**
 * Answers a request that Node could not parse. It never reaches the app, but gets a problem response in the same
 * format.
 */
function sendProblem(error: NodeJS.ErrnoException, socket: Duplex, requestId: string): void {
  if (!socket.writable) return;
  const headersTooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const fault = headersTooLarge
    ? new Fault("headers-too-large", "The URL and the headers together must not exceed 16 KiB")
    : new Fault("malformed-request", "The request is not valid HTTP/1.1");
  const { status, headers, body } = problemParts(fault, "", requestId);
  const fields = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)), connection: "close" });
  const statusLine = `HTTP/1.1 ${status} ${headersTooLarge ? "Request Header Fields Too Large" : "Bad Request"}`;
  socket.end(`${[statusLine, ...fields.map(([name, value]) => `${name}: ${value}`)].join("\r\n")}\r\n\r\n${body}`);
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      fail(
        error.code === "EADDRINUSE"
          ? new StartError(`Port ${port} is in use; set PORT to another port, or to 0 for any free port`)
          : new StartError(`Cannot listen on ${host} port ${port}: ${error.message}`),
      );
    });
    server.listen(port, host, done);
  });
  const address = server.address() as { port: number };
  return urlOf({ host, port: address.port });
}

/**
 * Accepts no more connections, closes those without a request, and waits for the open requests. After `DRAIN_MS`,
 * closes all connections.
 */
async function drain(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  // Connections that wait to be accepted, and requests that have arrived, are read first: closing would cut them.
  await sleep(ARRIVED_MS);
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  // Node counts a connection as idle only after its first request; browsers open some in advance.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  const timeout = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timeout);
}
