/** `npm run demo`: a story told with the CLI, or a user's steps against the local service. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { demo } from "@skillmeat-deployments/local/demo.ts";
import { serve } from "@skillmeat-deployments/local/serve.ts";
import { blockOf } from "@skillmeat-deployments/testing/pages.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let directory: string;
const tracker = () => join(directory, "tracker.toml");
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "demo-"));
  const row = (name: string) =>
    `[[deployed]]\nartifact_name = "${name}"\nartifact_type = "skill"\nartifact_path = "skills/${name}"\ncontent_hash = "h"\n`;
  writeFileSync(tracker(), ["a", "Design Principles", "c"].map(row).join("\n"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function run(...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const io = { out: (line: string) => void out.push(line), error: (line: string) => void errors.push(line) };
  const code = await demo(args, { DATA_DIR: join(directory, "data") }, io);
  return { code, text: out.join("\n"), errors };
}

describe("npm run demo", () => {
  it("Without arguments it tells the story in the README, which the CLI plays in a temporary project", async () => {
    const { code, text, errors } = await run();
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(text).toBe(blockOf("README.md", "console story"));
  });

  it("npm run demo plays a user's steps against a service that it starts, and changes nothing the second time", async () => {
    const first = await run("--tracker", tracker());
    expect(first).toMatchObject({ code: 0, errors: [] });
    expect(first.text).toContain("Tracker: 3 created, 0 updated, 0 unchanged, 0 superseded");
    expect(first.text).toContain("/projects/demo/deployments/claude_code:skill:Design%20Principles");
    expect(first.text).toContain("7 events, 7 of them new; sequence 1 to 7 without gaps");
    const second = await run("--tracker", tracker());
    expect(second.text).toContain("Tracker: 0 created, 0 updated, 3 unchanged, 0 superseded");
    expect(second.text).toContain("Profile codex: nothing to change");
    expect(second.text).toContain("7 events, 0 of them new; sequence 1 to 7 without gaps");
  });

  it("npm run demo uses a service that is already running", async () => {
    const dataDir = join(directory, "data");
    const server = await serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
    const { text } = await run("--tracker", tracker());
    expect(text).toContain(`Service: ${readCredentials(dataDir)?.base_url}`);
    expect(text).toContain("0 of them new");
    await server.close();
  });

  it("npm run demo reports a wrong argument or tracker in one line and exits 1", async () => {
    expect((await run("--nonsense")).errors[0]).toContain("--nonsense");
    expect((await run("--tracker", "/nowhere.toml")).errors).toEqual(["The file /nowhere.toml does not exist"]);
    writeFileSync(join(directory, "bad.toml"), "[[deployed]]\nartifact_name = 1\n");
    const bad = await run("--tracker", join(directory, "bad.toml"));
    expect(bad.code).toBe(1);
    expect(bad.errors[0]).toMatch(/import: 422 artifact_name/);
  });
});
