/** `verify`: checks in CI that the files are as they were deployed, with reports for the CI's pages and for the service. */
import { resolve } from "node:path";
import { ClientError } from "@skillmeat-deployments/client";
import { type Examined, examine, examineOffline } from "../deploy/examine.ts";
import type { Reported } from "../deploy/observe.ts";
import { CommandError } from "../fail.ts";
import { onDisk } from "../files/file-error.ts";
import { replaceFile } from "../project/write-file.ts";
import { explain } from "../report/explain.ts";
import { findingsReport } from "../report/findings.ts";
import type { World } from "../world.ts";
import type { Input, Report, Run } from "./command.ts";

export const verify: Run = async (input, world) => {
  const wantsReport = input.flag("report") || input.flag("report-any-branch");
  if (wantsReport && input.flag("offline"))
    throw new CommandError("usage", "--report needs the records of the service, which --offline does not read.");
  if (input.flag("strict") && input.flag("offline"))
    throw new CommandError(
      "usage",
      "--strict looks for files without a record in the folders of the profiles, which --offline does not know.",
    );
  const seenAt = world.now();
  const examined = input.flag("offline") ? await examineOffline(input, world) : await examine(input, world);
  const sarif = input.text("sarif");
  if (sarif !== undefined) {
    const { sarifOf } = await import("../report/sarif.ts");
    replaceFile(world.disk, resolve(world.cwd, sarif), `${JSON.stringify(sarifOf(examined), null, 2)}\n`, 0o644);
  }
  // An empty text: none.
  const summary = input.text("summary") ?? world.env.GITHUB_STEP_SUMMARY;
  if (summary) {
    const { markdownSummary } = await import("../report/markdown.ts");
    const path = resolve(world.cwd, summary);
    onDisk(path, "write", () => world.disk.appendFile(path, Buffer.from(markdownSummary(examined)), 0o644));
  }
  const report = findingsReport(world, examined, { all: false, strict: input.flag("strict") });
  return wantsReport ? withObservations(report, examined, seenAt, input, world) : report;
};

/** Reports to the service, if the files are those of the default branch: two branches in turn would be drift all the time. */
async function withObservations(
  report: Report,
  examined: Examined,
  seenAt: Date,
  input: Input,
  world: World,
): Promise<Report> {
  const { whyNotDefaultBranch } = await import("../project/branch.ts");
  const reason = input.flag("report-any-branch") ? undefined : await whyNotDefaultBranch(world, examined.root);
  const json = report.json as object;
  if (reason !== undefined) {
    const line = `Not reported: ${reason}. Use --report-any-branch to report all the same.`;
    return { ...report, lines: [...report.lines, line], json: { ...json, reported: null, not_reported: reason } };
  }
  const { reportObservations } = await import("../deploy/observe.ts");
  let reported: Reported;
  try {
    reported = await reportObservations(world, examined, seenAt, input.list("profile").length === 0);
  } catch (error) {
    // What was found must be shown all the same.
    if (!(error instanceof ClientError)) throw error;
    const { message } = explain(error);
    const lines = [...report.lines, `Not reported: ${message.split("\n")[0]}`];
    return { ...report, code: 1, lines, json: { ...json, reported: null, not_reported: message } };
  }
  const { sent, changed, unknown } = reported;
  const line = `Reported: ${sent} observed, ${changed} changed${unknown > 0 ? `, ${unknown} without a record` : ""}.`;
  return { ...report, lines: [...report.lines, line], json: { ...json, reported } };
}
