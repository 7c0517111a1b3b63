/** From a folder of artifacts to files in their place, and back. */

import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const SOURCE = {
  "skills/code-review/SKILL.md": "---\nname: code-review\ndescription: Reviews a diff\n---\n\nRead the diff.\n",
  "skills/code-review/checklist.md": "- names\n",
  "commands/release.md": "---\ndescription: Cuts a release\nargument-hint: VERSION\n---\n\nTag $1.\n",
  "agents/tester.md": "---\nname: tester\ndescription: Runs tests\ntools: Bash\n---\n\nRun the tests.\n",
  "rules/style.md": "Short sentences.\n",
  ".mcp.json": JSON.stringify({
    mcpServers: { github: { command: "npx", args: ["-y", "mcp-github"], env: { TOKEN: "x" } } },
  }),
  "hooks/hooks.json": JSON.stringify({ hooks: { Stop: [{ hooks: [{ type: "command", command: "npm test" }] }] } }),
};

it("A folder of artifacts becomes files, records and trackers, which verify finds as they are, and remove takes away", async () => {
  const { disk, run, json } = memoryWorld(service.key, { fetch: fetchOf(service) });
  put(disk, `${HOME}/artifacts`, SOURCE);
  put(disk, ROOT, { "CLAUDE.md": "# Shop\n", ".cursor/rules/x.mdc": "mine\n", "package.json": "{}\n" });
  const before = disk.dump();
  for (const line of [
    "init --yes --from ../artifacts --platform codex --platform gemini",
    "plan",
    "plan --diff",
    "apply --yes",
    "status --all",
    "verify",
    "verify --offline",
    "apply --yes",
    "plan",
  ]) {
    const { code, out, err } = await run(line);
    console.log(`$ ${line} -> ${code}\n${out}${err}`);
  }
  console.log(disk.dump());
  for (const line of ["remove code-review", "remove --yes", "status"]) {
    const { code, out, err } = await run(line);
    console.log(`$ ${line} -> ${code}\n${out}${err}`);
  }
  console.log(disk.dump());
});
