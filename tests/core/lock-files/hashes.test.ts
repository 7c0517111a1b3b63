/** The hashes that imports of lock files write: their kinds, and the page that explains them. */
import { readFileSync } from "node:fs";
import { hashProblem, isLockHash, KINDS, kindOf } from "@skillmeat-deployments/core/lock-files/hashes.ts";
import { sectionOf } from "@skillmeat-deployments/testing/pages.ts";
import { describe, expect, it } from "vitest";

describe("A hash of a lock file", () => {
  it.each([
    ["sha256:ABCD", "apm-file:abcd"],
    ["abcd", "apm-file:abcd"],
    [" sha256:abcd ", "apm-file:abcd"],
    ["sha512:abcd", "apm-file-sha512:abcd"],
    ["md5:abcd", "apm-file:md5:abcd"],
  ])("%j is %s", (hash, expected) => {
    expect(kindOf(KINDS.apmFile, hash)).toBe(expected);
    expect(isLockHash(expected)).toBe(true);
  });

  it.each([[12], [null], [""], [" \t"], ["a".repeat(513)], ["a\u0000b"], ["a\ud800"]])("%j is none", (hash) => {
    expect(hashProblem(hash)).toMatch(/^must /);
  });

  it("hashes of other origins are not taken for one", () => {
    for (const hash of ["a".repeat(64), "sha256:ab", "git:ab", "apm-filed:ab", "skillsmeat:ab"])
      expect(isLockHash(hash)).toBe(false);
  });

  it("docs/concepts.md names every kind, and has the hash of a folder as the import computes it", () => {
    const page = sectionOf("docs/concepts.md", "Lock files");
    const named = [...page.matchAll(/^\| `([a-z-]+):` \|/gm)].map((match) => match[1]);
    expect(named.toSorted()).toEqual(Object.values(KINDS).toSorted());
    const expected = readFileSync(new URL("../../api/routes/lock-files/expected.txt", import.meta.url), "utf8");
    const [folder] = page.match(/apm-folder:[0-9a-f]{64}/) ?? [];
    expect(expected).toContain(`agents:skill:forms | other .agents | root: skills/forms | ${folder} `);
  });
});
