/** Servers that the tests stand up themselves, each on a port of its own. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** @returns the URL it then serves, without a path */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends it, and whatever is still asking it. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
