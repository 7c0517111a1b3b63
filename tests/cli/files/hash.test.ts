/** Hashes equal SkillMeat's. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInspector } from "@skillmeat-deployments/cli/files/compare.ts";
import { canonicalJson, hashBlock, hashBytes, hashEntry, hashFolder } from "@skillmeat-deployments/cli/files/hash.ts";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";
import type { Json } from "@skillmeat-deployments/cli/files/place.ts";
import { expect, it } from "vitest";

/** Files with their bytes; null: an empty folder; `->`: a link. The hashes are those of SkillMeat's algorithm in Python 3.11. */
const TREES: Record<string, { hash: string; files: Record<string, string | Buffer | null> }> = {
  "the test vector": {
    hash: "899df6856c917c9495f56179e704e195d70b12fc849831ae76191c4c3b0c5ae7",
    files: { "SKILL.md": "hello\n", "a/b.txt": "1", "a-b/c.txt": "2" },
  },
  "one file": {
    hash: "32558c601120f0fa81b3c4745f32d8dee5187a5a96fe7b28ff70fb3d7a032933",
    files: { "SKILL.md": "hello\n" },
  },
  "carriage returns": {
    hash: "c340dd1c143871c339b72e8f9ae5ba8a2f51913b75c1c9b44cdf5cc0cabedba1",
    files: { "SKILL.md": "a\r\nb\r\n", "x.txt": "\r" },
  },
  "binary files": {
    hash: "81342e2fb9c24979cec8f71f0c6a74117d4834ac172b52a59a1c028690a6eee8",
    files: { "SKILL.md": "x", "logo.png": Buffer.from(Array.from({ length: 256 }, (_, i) => i)) },
  },
  "no file": { hash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", files: {} },
  "empty files and folders": {
    hash: "bc523ed164e0a1d1c39b9d7bf3b4dce582426597b88fc5dd8a21c59e1a3d1c56",
    files: { "SKILL.md": "", a: null, "b/c": null, "b/d.txt": "" },
  },
  "deep folders": {
    hash: "8323b942b2748dc3d1aeae2f7673aa69d5ea405e99b18e1e3f4718cf5aa33d6a",
    files: { "a/b/c/d/e.md": "deep", "a/b.md": "1", "a/b/c.md": "2", "a.md": "3" },
  },
  "names in the order of their characters": {
    hash: "d9da45ad250d583d0ecca5434caf40990a1508603cb6ae4c0a9c3adc80873f80",
    files: { B: "1", a: "2", _: "3", "Z.md": "4", "a b": "5", "a.b": "6" },
  },
  "names beyond ASCII, in the order of code points": {
    hash: "ad6b047eb019906ec2c57eb0c16e2916e3dc910f0c0bbc364a17f8652345424b",
    files: {
      "\u00fc.md": "1",
      "u\u0308.md": "2",
      "\uff21.md": "3",
      "\u{1F600}.md": "4",
      "\u65e5\u672c/\u8a9e.md": "5",
    },
  },
  "hidden files": {
    hash: "a600a71816aa87250c7831f63c385a3bced214d3037526278c9e58c62a380239",
    files: { ".hidden": "1", ".config/x": "2", "SKILL.md": "3" },
  },
  "links: those to files count, those to folders and to nothing do not": {
    hash: "e6a83368d990511d0f04e2d9d1a4c6f25a383eb7356d6aa894aa15fcb00dd089",
    files: { "SKILL.md": "1", "a/real.md": "2", "link.md": "->a/real.md", folder: "->a", gone: "->nowhere" },
  },
};

it.each(Object.entries(TREES))("The hash of a folder on the disk is SkillMeat's: %s", async (_, { hash, files }) => {
  const root = mkdtempSync(join(tmpdir(), "hash-"));
  mkdirSync(join(root, "skill"));
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, "skill", path);
    mkdirSync(content === null ? file : dirname(file), { recursive: true });
    if (typeof content === "string" && content.startsWith("->")) symlinkSync(content.slice(2), file);
    else if (content !== null) writeFileSync(file, content);
  }
  const place = { id: "x", path: "skill", kind: "directory", name: "skill" } as const;
  const inspector = createInspector(nodeDisk, root);
  expect(await inspector.compare(place, hash)).toEqual({ state: "synced", hash, detail: null });
  expect(await inspector.compare(place, `sha256:${hash.toUpperCase()}`)).toMatchObject({ state: "synced" });
  expect(await inspector.compare(place, "0".repeat(64))).toEqual({ state: "modified", hash, detail: null });
});

it("The hash of files in memory is that of the folder, whatever their order", () => {
  const { files, hash } = TREES["the test vector"] as (typeof TREES)[string];
  const all = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text as string) }));
  expect(hashFolder(all)).toBe(hash);
  expect(hashFolder(all.reverse())).toBe(hash);
  expect(hashBytes("hello\n")).toBe("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
});

it.each<[Json, string]>([
  // RFC 8785, sections 3.2.2 and 3.2.3, and appendix B.
  [
    { numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001] },
    '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
  ],
  [{ string: '\u20ac$\u000f\nA\'B"\\\\"/' }, '{"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'],
  [{ literals: [null, true, false] }, '{"literals":[null,true,false]}'],
  [
    {
      "\u20ac": "Euro",
      "\r": "CR",
      "\ufb33": "Dalet",
      "1": "One",
      "\u{1f600}": "Smile",
      "\u0080": "Control",
      "\u00f6": "O",
    },
    '{"\\r":"CR","1":"One","\u0080":"Control","\u00f6":"O","\u20ac":"Euro","\u{1f600}":"Smile","\ufb33":"Dalet"}',
  ],
  [[-0, 1e21, 9007199254740993, 5e-324], "[0,1e+21,9007199254740992,5e-324]"],
])("An entry is hashed as RFC 8785 JSON: number %#", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
  expect(hashEntry(value)).toBe(hashBytes(text));
});

it("What RFC 8785 JSON cannot hold has no hash", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800"]) expect(() => hashEntry({ value })).toThrow();
});

it("The hash of a block is the same for all line ends", () => {
  expect(hashBlock("a\r\nb\r\n")).toBe(hashBytes("a\nb"));
  expect(hashBlock("a\nb")).toBe(hashBytes("a\nb"));
});
