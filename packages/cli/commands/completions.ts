/** `completions`: prints a script that lets a shell complete commands and options. */
import { CommandError } from "../fail.ts";
import type { Command, Run } from "./command.ts";

const PROGRAM = "skillmeat-deploy";
const SHELLS: Readonly<Record<string, (commands: readonly Command[]) => string[]>> = { bash, zsh, fish };

/** @param commands those of the program. The list itself loads this file */
export const completions =
  (commands: readonly Command[]): Run =>
  async ({ args }) => {
    const [shell, ...more] = args;
    const script = shell !== undefined && more.length === 0 && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (script === undefined)
      throw new CommandError("usage", `Name a shell: ${PROGRAM} completions ${Object.keys(SHELLS).join(", ")}.`);
    const lines = script(commands);
    return { code: 0, lines, json: { shell, script: `${lines.join("\n")}\n` } };
  };

function bash(commands: readonly Command[]): string[] {
  const cases = commands.map(
    ({ name, options }) => `    ${name}) words="${[...options.map((o) => `--${o.name}`), "--help"].join(" ")}" ;;`,
  );
  return [
    "_skillmeat_deploy() {",
    `  local current="$\{COMP_WORDS[COMP_CWORD]}" words=""`,
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${commands.map(({ name }) => name).join(" ")}"`,
    `  else case "$\{COMP_WORDS[1]}" in`,
    ...cases,
    "  esac; fi",
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    `complete -o default -F _skillmeat_deploy ${PROGRAM}`,
  ];
}

/** A text in single quotes, as zsh and fish take it. */
const quoted = (text: string) => `'${text.replaceAll("'", "")}'`;
/** Brackets and colons have a meaning in zsh's descriptions. */
const described = (text: string) => text.replaceAll(/[[\]:\\]/g, " ");

function zsh(commands: readonly Command[]): string[] {
  const cases = commands.map(({ name, options }) => {
    const specs = options.map(({ name: option, value, isList, help }) =>
      quoted(`${isList ? "*" : ""}--${option}[${described(help)}]${value === undefined ? "" : `:${value}:_files`}`),
    );
    return `    ${name}) _arguments ${[...specs, quoted("*:file:_files")].join(" ")} ;;`;
  });
  return [
    `#compdef ${PROGRAM}`,
    "_skillmeat_deploy() {",
    "  if (( CURRENT == 2 )); then",
    `    local -a commands=(${commands.map(({ name, help }) => quoted(`${name}:${described(help)}`)).join(" ")})`,
    "    _describe command commands",
    "    return",
    "  fi",
    "  local command=$words[2]",
    "  shift words",
    "  (( CURRENT-- ))",
    "  case $command in",
    ...cases,
    "  esac",
    "}",
    `compdef _skillmeat_deploy ${PROGRAM}`,
  ];
}

function fish(commands: readonly Command[]): string[] {
  return commands.flatMap(({ name, help, options }) => [
    `complete -c ${PROGRAM} -n __fish_use_subcommand -a ${name} -d ${quoted(help)}`,
    ...options.map(
      (option) =>
        `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${name}' -l ${option.name}${option.value === undefined ? "" : " -r"} -d ${quoted(option.help)}`,
    ),
  ]);
}
