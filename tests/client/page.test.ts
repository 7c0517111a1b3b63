/** docs/client.md is held to what it says: its snippets compile and print what stands beside them, its receiver receives. */
import { spawn } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createClient } from "@skillmeat-deployments/client";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { blockOf, REPOSITORY, runScript, startInDirectory, textOf } from "@skillmeat-deployments/testing/pages.ts";
import { afterAll, beforeAll, expect, it } from "vitest";

const page = "docs/client.md";
/** The snippets, in order, as one program. */
const snippets = [...textOf(page).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).join("\n");
const TSC = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node", "--skipLibCheck"];

let server: Awaited<ReturnType<typeof startInDirectory>>;
let credentials: Credentials;
beforeAll(async () => {
  server = await startInDirectory();
  credentials = readCredentials(join(server.directory, ".data")) as Credentials;
  symlinkSync(join(REPOSITORY, "node_modules"), join(server.directory, "node_modules"));
  writeFileSync(join(server.directory, "package.json"), '{"type": "module"}');
  const here = (code: string) => code.replaceAll("http://127.0.0.1:3000", credentials.base_url);
  writeFileSync(join(server.directory, "snippets.ts"), here(snippets));
  writeFileSync(join(server.directory, "receiver.ts"), blockOf(page, "ts receiver").replaceAll("4000", server.port));
});
afterAll(() => server?.close());

/** Runs Node, while the server of this process answers. */
async function run(...args: string[]) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    cwd: server.directory,
    env: { ...process.env, SKILLMEAT_API_KEY: credentials.api_key },
  });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, errors };
}

it("The snippets compile, run in order, and print what stands beside them", async () => {
  const compiled = await run(
    join(REPOSITORY, "node_modules/typescript/bin/tsc"),
    ...TSC,
    "--allowImportingTsExtensions",
    "snippets.ts",
    "receiver.ts",
  );
  expect(compiled).toEqual({ out: "", errors: "" });
  const printed = [...snippets.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, line]) => line);
  const { out, errors } = await run("snippets.ts");
  expect([out.trimEnd().split("\n"), errors]).toEqual([printed, ""]);
  expect(printed.length).toBeGreaterThan(10);
});

it("The receiver gets the test event of a webhook, and answers 401 to what is not signed", async () => {
  const api = createClient({ baseUrl: credentials.base_url, apiKey: credentials.api_key });
  const { data: webhook } = await api.createWebhook({ body: { url: `http://127.0.0.1:${server.port}/` } });
  const { printed, end } = runScript(
    `export WEBHOOK_SECRET='${webhook.secret}'; exec '${process.execPath}' receiver.ts`,
    server.directory,
  );
  try {
    const statusOfUnsigned = () =>
      fetch(`http://127.0.0.1:${server.port}`, { method: "POST" }).then(
        ({ status }) => status,
        () => "not listening yet",
      );
    await expect.poll(statusOfUnsigned, { timeout: 30_000 }).toBe(401);
    await api.testWebhook({ webhook_id: webhook.webhook_id });
    await expect
      .poll(() => printed.out, { timeout: 30_000 })
      .toBe(`skillmeat.webhook.test /webhooks/${webhook.webhook_id}\n`);
  } finally {
    end();
  }
});
