/** Names, paths, merge patches, cursors, secrets and TOML. */
import { decodeCursor, encodeCursor } from "@skillmeat-deployments/api/http/cursor.ts";
import { recordedPathOf } from "@skillmeat-deployments/core/catalogue/mapping.ts";
import { artifactId, isArtifactId } from "@skillmeat-deployments/core/model/artifact.ts";
import { deploymentId, isDeploymentId } from "@skillmeat-deployments/core/model/deployments/deployment.ts";
import { asJson, loadToml } from "@skillmeat-deployments/core/values/documents/toml.ts";
import { mergePatch } from "@skillmeat-deployments/core/values/merge-patch.ts";
import { checksum, matches, randomSecret, sha256 } from "@skillmeat-deployments/core/values/secret.ts";
import { Name } from "@skillmeat-deployments/core/values/strings.schema.ts";
import { escapedName, isEscapedName, normalisedName, pathProblem } from "@skillmeat-deployments/core/values/strings.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

describe("Names in ids", () => {
  it("Escaped names are equal exactly when the names are equal, and hold no character that would break a path", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(escapedName(a)).not.toMatch(/[/\\?#%]/);
        expect(escapedName(a) === escapedName(b)).toBe(a.normalize("NFC") === b.normalize("NFC"));
      }),
    );
    expect(escapedName("a/b\\c?d#e%f~g")).toBe("a~2Fb~5Cc~3Fd~23e~25f~7Eg");
    for (const id of ["a~2f", "a~41", "a~", "a/b", "a#", " a", "e\u0301", "a\u0000"])
      expect([id, isEscapedName(id)]).toEqual([id, false]);
    expect(isEscapedName("Design Principles~2F.md")).toBe(true);
  });

  it("Every accepted name gives a valid artifact id and a valid deployment id", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 90 }),
        fc.constantFrom("", ".md", " .md", ".json"),
        (stem, suffix) => {
          const parsed = Name.safeParse(stem + suffix);
          if (!parsed.success) return;
          expect(isArtifactId(artifactId("skill", parsed.data))).toBe(true);
          expect(isDeploymentId(deploymentId("p", "skill", parsed.data))).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("A normalised name loses one document suffix and nothing else", () => {
    expect(["a.md", "a.txt", "a.json", "a.yaml", "a.yml"].map(normalisedName)).toEqual(Array(5).fill("a"));
    expect(["a.md.md", "a.MD", ".md", "a.mdc", "a.toml", "e\u0301.md"].map(normalisedName)).toEqual([
      "a.md",
      "a.MD",
      ".md",
      "a.mdc",
      "a.toml",
      "é",
    ]);
  });
});

describe("Paths", () => {
  it("An accepted path never leaves its root", () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "", "~", "C:", "a", "...", "a b"), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = parts.join("/");
        if (pathProblem(path)) return;
        const resolved = new URL(path.split("/").map(encodeURIComponent).join("/"), "file:///base/").pathname;
        expect(resolved.startsWith("/base/")).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("A path is resolved from a mapping by the mapping's kind", () => {
    const roots = { root_dir: ".r", scope_dir: "" };
    expect(recordedPathOf("skills", roots, "skill", "n")).toEqual({ path: "skills/n", base: "root" });
    expect(recordedPathOf("skills/", roots, "agent", "n")).toEqual({ path: "skills/n.md", base: "root" });
    expect(recordedPathOf({ path: "a", filename: "{name}/{name}.x" }, roots, "agent", "n")).toEqual({
      path: "a/n/n.x",
      base: "root",
    });
    expect(recordedPathOf({ path: "f.json", kind: "file", base: "project" }, roots, "hook", "n")).toEqual({
      path: "f.json",
      base: "project",
    });
  });
});

describe("A merge patch", () => {
  it("A merge patch gives the results of the examples in RFC 7396", () => {
    const cases: [unknown, unknown, unknown][] = [
      [{ a: "b" }, { a: "c" }, { a: "c" }],
      [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
      [{ a: "b" }, { a: null }, {}],
      [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
      [{ a: ["b"] }, { a: "c" }, { a: "c" }],
      [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
      [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
      [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
      [
        ["a", "b"],
        ["c", "d"],
        ["c", "d"],
      ],
      [{ a: "b" }, ["c"], ["c"]],
      [{ a: "foo" }, null, null],
      [{ a: "foo" }, "bar", "bar"],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [[1, 2], { a: "b", c: null }, { a: "b" }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of cases) expect(mergePatch(target, patch)).toEqual(result);
  });
});

describe("A cursor", () => {
  it("A cursor decodes to the position that was encoded", () => {
    fc.assert(fc.property(fc.stringMatching(/^[\w .~:-]{1,60}$/), (s) => decodeCursor(encodeCursor(s)) === s));
  });
});

describe("A secret", () => {
  it("A secret is long and unique, and its checksum detects a typing error", () => {
    const all = new Set(Array.from({ length: 500 }, () => randomSecret(30)));
    expect(all.size).toBe(500);
    for (const s of all) expect(s).toMatch(/^[0-9A-Za-z]{30}$/);
    expect(checksum("smk_test_x")).toMatch(/^[0-9A-Za-z]{6}$/);
    expect(checksum("a")).not.toBe(checksum("b"));
    expect([matches("a", sha256("a")), matches("b", sha256("a"))]).toEqual([true, false]);
  });
});

describe("TOML", () => {
  it("A value written as TOML is read back equal, without its nulls", async () => {
    const toml = await loadToml();
    const value = { a: "x", n: 3, f: 1.5, l: ["p", "q"], t: { k: true, none: null }, none: null };
    expect(asJson(toml.parse(toml.write(value)))).toEqual({ a: "x", n: 3, f: 1.5, l: ["p", "q"], t: { k: true } });
    expect(asJson(toml.parse("d = 2026-01-02T03:04:05Z\n"))).toEqual({ d: "2026-01-02T03:04:05.000Z" });
    expect(() => toml.parse("a = [\n1, }")).toThrow(/^Line \d+, column \d+: /);
  });
});
