/** The linters of openapi.json find what their rules forbid. `npm run check` runs them over the document itself. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";
import { beforeAll, expect, it } from "vitest";

const folder = import.meta.dirname;
beforeAll(() => installLocked(folder));

it("A warning of either linter is a finding, and fails the check", () => {
  const document = { openapi: "3.1.0", info: { title: "An API", version: "1" }, servers: [{ url: "/" }], paths: {} };
  const file = join(mkdtempSync(join(tmpdir(), "lint-")), "openapi.json");
  writeFileSync(file, JSON.stringify(document));
  const { status, stdout } = spawnSync("node", [join(folder, "lint.mjs"), file], { encoding: "utf8" });
  const rules = stdout.match(/^\w+ [\w-]+ at [^\s:]+/gm);
  expect(rules).toEqual(expect.arrayContaining(["spectral info-contact at info", "redocly info-license at #/info"]));
  expect(status).toBe(1);
});
