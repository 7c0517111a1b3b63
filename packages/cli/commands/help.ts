/** The help, as text. */
import type { Command } from "./command.ts";
import { COMMANDS } from "./list.ts";

const NAME = "skillmeat-deploy";

/** Two columns. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

export function generalHelp(): string[] {
  return [
    `${NAME}: puts artifacts (skills, commands, agents, hooks, MCP servers, rules) into a project, and keeps the record of it`,
    "",
    `Usage: ${NAME} COMMAND [OPTIONS]`,
    "",
    ...columns(COMMANDS.map(({ name, help }) => [name, help])),
    "",
    "Examples:",
    ...["login --api https://deployments.example.com", "init --from ../artifacts", "plan", "apply", "verify"].map(
      example,
    ),
    "",
    `${NAME} COMMAND --help shows the options of a command.`,
    "Exit codes: 0 all is as it should be, 1 an error, 2 there are differences.",
  ];
}

export function commandHelp({ name, argument, help, details = [], options, examples }: Command): string[] {
  const rest = argument === undefined ? "" : ` [${argument}…]`;
  return [
    `${help}.`,
    ...details,
    "",
    `Usage: ${NAME} ${name}${rest} [OPTIONS]`,
    "",
    "Options:",
    ...columns(options.map((o) => [`--${o.name}${o.value === undefined ? "" : ` ${o.value}`}`, o.help])),
    "",
    "Examples:",
    ...examples.map(example),
  ];
}

const example = (text: string) => `  ${NAME} ${text}`;
