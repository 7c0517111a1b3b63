/**
 * Terminates TLS in front of the engine, because on AWS every storage call goes over TLS and the SDK loads other modules
 * of Node for it. The argument is the endpoint of the engine.
 */
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { generate } from "selfsigned";

const { hostname, port } = new URL(process.argv[2] as string);
const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
  algorithm: "sha256",
  extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
});
const server = createServer({ key, cert }, (secure) => {
  const engine = connect(Number(port), hostname);
  engine.setNoDelay(true);
  secure.setNoDelay(true);
  secure.pipe(engine).pipe(secure);
  secure.on("error", () => engine.destroy());
  engine.on("error", () => secure.destroy());
});
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port, certificate: cert });
});
