/** `status`: compares the files with the records, and the records with the artifacts. */
import { examine } from "../deploy/examine.ts";
import { findingsReport } from "../report/findings.ts";
import type { Run } from "./command.ts";

export const status: Run = async (input, world) =>
  findingsReport(world, await examine(input, world), { all: input.flag("all"), strict: false });
