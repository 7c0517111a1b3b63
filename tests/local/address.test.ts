/** The address of the engine: a web page must not be able to guess it. */
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeAddress } from "@skillmeat-deployments/local/address.ts";
import { type Engine, startEngine } from "@skillmeat-deployments/local/engine.ts";
import { readJson } from "@skillmeat-deployments/local/file.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { afterEach, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "address-"));
const engines: Engine[] = [];
const start = async () => {
  const engine = await startEngine({ binary: findEngine(), dataDir: directory });
  engines.push(engine);
  return new URL(engine.endpoint);
};
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The code of the error of a connection, or `connected`. */
const attempt = (host: string, port: number) =>
  new Promise<string | undefined>((done) => {
    const socket = connect(port, host, () => done("connected"));
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code));
    socket.once("connect", () => socket.destroy());
  });

it.runIf(process.platform === "linux")(
  "On Linux the engine listens on another address of 127.0.0.0/8 at each start, and not on 127.0.0.1",
  async () => {
    const first = await start();
    const port = Number(first.port);
    expect(first.hostname).toMatch(/^127\.\d+\.\d+\.\d+$/);
    expect(await attempt(first.hostname, port)).toBe("connected");
    expect(await attempt("127.0.0.1", port)).toBe("ECONNREFUSED");
    expect(readJson(join(directory, "engine.json"))).toMatchObject({ host: first.hostname, port });
    const second = await start();
    expect(second.hostname).not.toBe(first.hostname);
  },
);

it("On other systems the engine listens on 127.0.0.1, on a random port", async () => {
  expect(await freeAddress("darwin")).toEqual({ host: "127.0.0.1", port: expect.any(Number) });
});
