/** Addresses on this machine: their URLs, and a free one for the engine. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

export type Address = { host: string; port: number };

const LOOPBACK = "127.0.0.1";

/** The URL of a host and port, with brackets around an IPv6 address. */
export const urlOf = ({ host, port }: Address) => `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/**
 * A free address for the engine, which answers every request without checking credentials and allows every web page to
 * send some. On Linux the host is a random one of 127.0.0.0/8, so that a page in a browser cannot guess it, and does
 * not find it by trying the ports of 127.0.0.1. Other systems have only 127.0.0.1. Another process may take the address
 * before it is used.
 */
export async function freeAddress(platform: string = process.platform): Promise<Address> {
  const host = platform === "linux" ? randomLoopback() : LOOPBACK;
  // A container can be without the rest of 127.0.0.0/8.
  return freePort(host).catch(() => freePort(LOOPBACK));
}

/** A random host of 127.0.0.0/8, other than those that programs use by custom: 127.0.0.0/16 and 127.255.0.0/16. */
const randomLoopback = () => `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;

async function freePort(host: string): Promise<Address> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once("error", fail).listen(0, host, done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return { host, port };
}
