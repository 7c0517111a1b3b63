/** The linters of action.yml and of workflows find what is wrong. `npm run check` runs them over our own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";
import { beforeAll, expect, it } from "vitest";

const folder = import.meta.dirname;
beforeAll(() => installLocked(folder));

function lint(name: string, text: string) {
  const file = join(mkdtempSync(join(tmpdir(), "lint-")), name);
  writeFileSync(file, text);
  const { status, stdout } = spawnSync("node", [join(folder, "lint.mjs"), file], { encoding: "utf8" });
  return { status, stdout };
}

const workflow = (step: string) =>
  `# CI\n\n\`\`\`yaml\nname: ci\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n\`\`\`\n`;

it("A workflow of the docs with an unknown expression fails the check, with its line in the page", () => {
  const { status, stdout } = lint("ci.md", workflow(`run: echo \${{ github.nothing.here }} \${{ unknown.x }}`));
  expect(stdout).toMatch(/ci\.md:\d+: .*unknown/);
  expect(status).toBe(1);
});

it("An action without the steps of a composite action fails the check", () => {
  const { status } = lint("action.yml", "name: a\ndescription: b\nruns:\n  using: composite\n");
  expect(status).toBe(1);
});

it("A valid workflow and a valid action pass", () => {
  expect(lint("ci.md", workflow("run: echo"))).toEqual({ status: 0, stdout: "" });
  const step = "    - run: echo\n      shell: bash\n";
  expect(lint("action.yml", `name: a\ndescription: b\nruns:\n  using: composite\n  steps:\n${step}`)).toEqual({
    status: 0,
    stdout: "",
  });
});
