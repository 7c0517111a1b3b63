/** New hooks and MCP servers run programs. They are shown in full, and the user has to agree. */

import { confirm } from "../confirm.ts";
import type { Done } from "../deploy/write.ts";
import { canonicalJson } from "../files/hash.ts";
import { plain } from "../report/style.ts";
import type { World } from "../world.ts";

/** Whether an item makes a platform run something that it does not run yet. */
const isNewProgram = ({ item, outcome }: Done) =>
  ["hook", "mcp"].includes(item.artifact.type) && ["create", "update", "merge", "conflict"].includes(outcome.action);

/**
 * Asks about what is new.
 * @param would what a run would do
 * @throws CommandError if the user does not agree, or there is nobody to ask
 */
export async function confirmPrograms(would: readonly Done[], { terminal }: World, isAgreed: boolean): Promise<void> {
  const added = would.filter(isNewProgram);
  if (added.length === 0) return;
  terminal.err(`${programsShown(added).join("\n")}\n`);
  if (isAgreed) return;
  await confirm(terminal, {
    refusal:
      "Hooks and MCP servers run programs. There is no terminal to confirm them: nothing is written.\nGive --yes if these are right.",
    question: "Write these?",
    refused: "Nothing is written.",
  });
}

function programsShown(added: readonly Done[]): string[] {
  const artifacts = [...new Set(added.map(({ item }) => item.artifact))];
  return artifacts.flatMap((artifact) => {
    const items = added.filter(({ item }) => item.artifact === artifact);
    const what = artifact.type === "mcp" ? "MCP server" : "Hooks";
    const paths = [...new Set(items.map(({ item }) => item.place.path))];
    return [`${what} ${plain(artifact.name)} → ${paths.map(plain).join(", ")}`, ...contentOf(artifact)];
  });
}

function contentOf(artifact: Done["item"]["artifact"]): string[] {
  const text =
    artifact.form === "value"
      ? JSON.stringify(JSON.parse(canonicalJson(artifact.value)), null, 2)
      : artifact.files.map(({ bytes }) => Buffer.from(bytes).toString("utf8")).join("\n");
  return text.split("\n").map((line) => `  ${plain(line)}`);
}
