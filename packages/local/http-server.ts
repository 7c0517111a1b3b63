/** The HTTP server of the embedded run: Node's own around the app. */
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { problemParts } from "@skillmeat-deployments/api/http/problem.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { StartError } from "./engine.ts";

/** Milliseconds to drain: longer than storage may take for a request, shorter than a supervisor's patience. */
const DRAIN_MS = 9_500;

export type HttpServer = { url: string; close(): Promise<void> };

/** @throws StartError where it cannot listen */
export async function startHttpServer(
  fetch: (request: Request) => Promise<Response>,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuse(error, socket, newId()));
  const url = await listen(server, host, port);
  return { url, close: () => drain(server) };
}

/** What is not HTTP never reaches the app. Its sender gets a problem in the same form. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, requestId: string): void {
  if (!socket.writable) return;
  const large = error.code === "HPE_HEADER_OVERFLOW";
  const fault = large
    ? new Fault("headers-too-large", "The URL and headers together may hold 16 KiB")
    : new Fault("malformed-request", "The request could not be read as HTTP/1.1");
  const { status, headers, body } = problemParts(fault, "", requestId);
  const fields = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)), connection: "close" });
  const head = `HTTP/1.1 ${status} ${large ? "Request Header Fields Too Large" : "Bad Request"}`;
  socket.end(`${[head, ...fields.map(([name, value]) => `${name}: ${value}`)].join("\r\n")}\r\n\r\n${body}`);
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      fail(
        error.code === "EADDRINUSE"
          ? new StartError(`Port ${port} is busy; set PORT to another, or to 0 for a free one`)
          : new StartError(`Cannot serve on ${host} port ${port}: ${error.message}`),
      );
    });
    server.listen(port, host, done);
  });
  const at = server.address() as { port: number };
  return urlOf(host, at.port);
}

export const urlOf = (host: string, port: number) => `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** Takes no more connections and waits for the requests in hand. A client that never ends its own is cut off. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  const patience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(patience);
}
