/** The reference of the CLI, from its commands. */
import { commandHelp, generalHelp } from "@skillmeat-deployments/cli/commands/help.ts";
import { COMMANDS } from "@skillmeat-deployments/cli/commands/list.ts";

const block = (lines: readonly string[]) => ["```text", ...lines, "```"];

/** The text of docs/cli-reference.md. */
export const cliReference = () =>
  [
    "# The CLI: reference",
    "",
    "What `skillmeat-deploy COMMAND --help` prints. This page is generated from the commands by `npm run generate`.",
    "",
    ...block(generalHelp()),
    ...COMMANDS.flatMap((command) => ["", `## ${command.name}`, "", ...block(commandHelp(command))]),
    "",
  ].join("\n");
