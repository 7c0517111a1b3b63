/** Starts and ends HTTP servers of tests, each on a free port. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts a server on a free port. @returns its URL, without a path */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends a server and all its connections. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
