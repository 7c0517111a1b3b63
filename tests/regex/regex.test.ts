/** No regular expression of the product takes longer than linear time, whatever text it is given. */
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";
import { beforeAll, expect, it } from "vitest";

const folder = import.meta.dirname;
const root = join(folder, "../..");

beforeAll(() => installLocked(folder));

type Report = { checked: number; findings: { file: string; line: number; pattern: string; why: string }[] };
const check = (files: readonly string[]): Report =>
  JSON.parse(execFileSync("node", [join(folder, "check.mjs"), ...files], { cwd: root, encoding: "utf8" }));

it("Every regular expression of the product is linear", () => {
  const files = globSync("packages/{api,core,events,local,admin,cli}/**/*.ts", { cwd: root });
  const { checked, findings } = check(files.filter((file) => !file.includes("node_modules")));
  expect(findings).toEqual([]);
  expect(checked).toBeGreaterThan(40);
});

it("The check finds what a text of many slashes makes slow, and what is made at run time", () => {
  const file = join(mkdtempSync(join(tmpdir(), "regex-")), "slow.ts");
  writeFileSync(
    file,
    'export const trim = (s: string) => s.replace(/\\/+$/, "");\nexport const of = (s: string) => new RegExp(s);\n',
  );
  expect(check([file]).findings.map(({ pattern, why }) => [pattern, why])).toEqual([
    ["\\/+$", "polynomial"],
    ["RegExp(…)", "made at run time"],
  ]);
});
