/** Starts a TLS server in front of the engine, in a process of its own. */
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export type TlsProxy = {
  /** What a handler's environment needs to reach the engine through the proxy. */
  env: Record<string, string>;
  stop(): void;
};

/** @param directory where the certificate is written */
export async function startTlsProxy(endpoint: string, directory: string): Promise<TlsProxy> {
  const child = fork(join(import.meta.dirname, "peers/tls-proxy.ts"), [endpoint], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const { port, certificate } = await new Promise<{ port: number; certificate: string }>((done, fail) => {
    child.once("message", (message) => done(message as { port: number; certificate: string }));
    child.once("exit", (code) => fail(new Error(`The TLS proxy ended with ${code}`)));
  });
  const file = join(directory, "certificate.pem");
  writeFileSync(file, certificate);
  return {
    env: { AWS_ENDPOINT_URL_DYNAMODB: `https://localhost:${port}`, NODE_EXTRA_CA_CERTS: file },
    stop: () => void child.kill("SIGKILL"),
  };
}
