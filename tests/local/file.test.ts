import { writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { replaceFile, writeAtomically } from "@skillmeat-deployments/local/file.ts";
import { expect, it, vi } from "vitest";

vi.mock("node:fs", async (original) => ({
  ...(await original<object>()),
  writeFileSync: vi.fn(),
  renameSync: vi.fn(),
}));
vi.mock("node:fs/promises", () => ({ writeFile: vi.fn(), rename: vi.fn() }));

it("The content is on the disk before the file gets its name, and only the owner can read it", async () => {
  writeAtomically("a", "text");
  await replaceFile("b", "text");
  const options = { mode: 0o600, flush: true };
  expect(vi.mocked(writeFileSync).mock.calls).toEqual([["a.new", "text", options]]);
  expect(vi.mocked(writeFile).mock.calls).toEqual([["b.new", "text", options]]);
});
