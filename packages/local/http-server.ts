/** The HTTP server of a local run: Node's server around the app. */
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { problemParts } from "@skillmeat-deployments/api/http/problem.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { urlOf } from "./address.ts";
import { StartError } from "./start-error.ts";

/**
 * Milliseconds until `close` ends the remaining requests: longer than the storage calls of a request may take, and
 * shorter than the 10 s after which Docker, for example, kills a process.
 */
const DRAIN_MS = 9_500;

export type HttpServer = { url: string; close(): Promise<void> };

/** Starts the server. @throws StartError if it cannot listen on the address */
export async function startHttpServer(
  fetch: (request: Request) => Promise<Response>,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => sendProblem(error, socket, newId()));
  const url = await listen(server, host, port);
  return { url, close: () => drain(server) };
}

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

/** Accepts no more connections and waits for the open requests. After `DRAIN_MS`, closes all connections. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  const timeout = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timeout);
}
