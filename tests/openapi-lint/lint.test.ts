/** The linters of openapi.json find what their rules forbid. `npm run check` runs them over the document itself. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";
import { beforeAll, expect, it } from "vitest";

const folder = import.meta.dirname;
const document = join(folder, "../../packages/api/openapi.json");
beforeAll(() => installLocked(folder));

it("A warning of either linter is a finding, and fails the check", () => {
  const api = JSON.parse(readFileSync(document, "utf8"));
  // Spectral warns of the first, Redocly of the second.
  delete api.info.contact;
  delete api.info.license;
  const file = join(mkdtempSync(join(tmpdir(), "lint-")), "openapi.json");
  writeFileSync(file, JSON.stringify(api));
  const { status, stdout } = spawnSync("node", [join(folder, "lint.mjs"), file], { encoding: "utf8" });
  const rules = stdout.match(/^\w+ [\w-]+ at [^\s:]+/gm);
  expect(rules).toEqual(expect.arrayContaining(["spectral info-contact at info", "redocly info-license at #/info"]));
  expect(status).toBe(1);
});
