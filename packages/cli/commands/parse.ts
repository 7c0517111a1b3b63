/** Parses what the user typed. @throws CommandError that names the command or option that does not exist */
import { cac } from "cac";
import { CommandError } from "../fail.ts";
import type { Command, Input } from "./command.ts";
import { COMMANDS } from "./list.ts";

export type Parsed =
  | { readonly kind: "help"; readonly command: Command | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "run"; readonly command: Command; readonly input: Input };

export function parse(args: readonly string[]): Parsed {
  const parser = cac("skillmeat-deploy");
  parser.option("-h, --help", "").option("-v, --version", "");
  for (const { name, argument, options } of COMMANDS) {
    const command = parser.command(argument === undefined ? name : `${name} [...${argument}]`);
    for (const { name, value } of options)
      command.option(value === undefined ? `--${name}` : `--${name} <${value}>`, "");
    // Without an action, the parser matches no command.
    command.action(() => {});
  }
  const parsed = parser.parse(["", "", ...args], { run: false });
  const command = COMMANDS.find(({ name }) => name === parser.matchedCommandName);
  if (parsed.options.help) return { kind: "help", command };
  if (parsed.options.version) return { kind: "version" };
  if (command === undefined || parser.matchedCommand === undefined) {
    const [name] = parsed.args;
    if (name === undefined) return { kind: "help", command: undefined };
    throw new CommandError(
      "usage",
      `There is no command '${name}'. The commands are ${COMMANDS.map((c) => c.name).join(", ")}.`,
    );
  }
  checkInput(command, parsed);
  return { kind: "run", command, input: inputOf(args, parsed) };
}

type Arguments = { args: readonly string[]; options: Readonly<Record<string, unknown>> };

/** The parser's own checks say less, and its options are camel-cased. */
function checkInput(command: Command, { args, options }: Arguments): void {
  const help = `See skillmeat-deploy ${command.name} --help.`;
  const known = new Map(command.options.map((option) => [camelCased(option.name), option]));
  for (const [name, value] of Object.entries(options)) {
    const option = known.get(name);
    if (["--", "h", "help", "v", "version"].includes(name)) continue;
    if (!option) throw new CommandError("usage", `${command.name} has no option ${dashed(name)}. ${help}`);
    const isMissing = option.value !== undefined && [value].flat().some((each) => typeof each === "boolean");
    if (isMissing)
      throw new CommandError("usage", `--${option.name} needs a value: --${option.name} ${option.value}. ${help}`);
  }
  if (command.argument === undefined && args.length > 0)
    throw new CommandError("usage", `${command.name} takes no arguments, but got '${args[0]}'. ${help}`);
}

const camelCased = (name: string) => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const dashed = (name: string) =>
  `${name.length === 1 ? "-" : "--"}${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function inputOf(typed: readonly string[], { args, options }: Arguments): Input {
  const list = (name: string): string[] => {
    const values = [options[camelCased(name)] ?? []].flat();
    // The parser makes numbers of digits: `--project 007` is to stay as it was typed.
    return values.every((value) => typeof value === "string") ? values : typedValues(typed, `--${name}`);
  };
  return {
    args: args.map(String),
    flag: (name) => options[camelCased(name)] === true,
    text: (name) => list(name).at(-1),
    list,
  };
}

function typedValues(typed: readonly string[], option: string): string[] {
  return typed.flatMap((arg, i) => {
    if (arg === option) return typed.slice(i + 1, i + 2);
    return arg.startsWith(`${option}=`) ? [arg.slice(option.length + 1)] : [];
  });
}
