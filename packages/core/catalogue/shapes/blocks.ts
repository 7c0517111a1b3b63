/** Texts as blocks: where a platform has no folder for them, they are marked sections of its instruction file. */
import type { Cell, Source } from "../entry.schema.ts";

/**
 * Returns the cells of the text types for a platform that has an instruction file and no folder for rules.
 * @param from the sources that name the instruction file
 */
export function textBlocks(
  path: string,
  from: Source[],
): Record<"rule_file" | "context_file" | "project_config", Cell> {
  const cell: Cell = { to: { path, base: "project", kind: "block", format: "md" }, from };
  return { rule_file: cell, context_file: cell, project_config: cell };
}
