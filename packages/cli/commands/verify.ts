/** `verify`: checks in CI that the files are as they were deployed, with reports for the CI's pages. */
import { resolve } from "node:path";
import { examine, examineOffline } from "../deploy/examine.ts";
import { onDisk } from "../files/file-error.ts";
import { replaceFile } from "../project/write-file.ts";
import { findingsReport } from "../report/findings.ts";
import type { Run } from "./command.ts";

export const verify: Run = async (input, world) => {
  const examined = input.flag("offline") ? await examineOffline(input, world) : await examine(input, world);
  const sarif = input.text("sarif");
  if (sarif !== undefined) {
    const { sarifOf } = await import("../report/sarif.ts");
    replaceFile(world.disk, resolve(world.cwd, sarif), `${JSON.stringify(sarifOf(examined), null, 2)}\n`, 0o644);
  }
  const summary = input.text("summary") ?? (world.env.GITHUB_STEP_SUMMARY || undefined);
  if (summary !== undefined) {
    const { markdownSummary } = await import("../report/markdown.ts");
    const path = resolve(world.cwd, summary);
    onDisk(path, "write", () => world.disk.appendFile(path, Buffer.from(markdownSummary(examined)), 0o644));
  }
  return findingsReport(world, examined, { all: false, strict: input.flag("strict") });
};
