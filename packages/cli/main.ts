/** The program: runs the command that the user typed, and prints what it has to say. */
import type { ExitCode, Report } from "./commands/command.ts";
import { parse } from "./commands/parse.ts";
import { CommandError } from "./fail.ts";
import type { World } from "./world.ts";

/** Runs a command. Errors are one or two lines, never a stack. @param args without the program's name */
export async function main(args: readonly string[], world: World): Promise<ExitCode> {
  const wantsJson = args.includes("--json");
  try {
    const { code, lines, json } = await run(args, world);
    const text = wantsJson ? JSON.stringify(json, null, 2) : lines.join("\n");
    if (text !== "") world.terminal.out(`${text}\n`);
    return code;
  } catch (error) {
    const { code, message } = await errorOf(error);
    if (wantsJson) world.terminal.out(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
    world.terminal.err(`${message}\n`);
    return 1;
  }
}

async function run(args: readonly string[], world: World): Promise<Report> {
  const parsed = parse(args);
  if (parsed.kind === "run") return (await parsed.command.load())(parsed.input, world);
  if (parsed.kind === "version") {
    const { VERSION } = await import("./version.ts");
    return { code: 0, lines: [VERSION], json: { version: VERSION } };
  }
  const { commandHelp, generalHelp } = await import("./commands/help.ts");
  const lines = parsed.command ? commandHelp(parsed.command) : generalHelp();
  return { code: 0, lines, json: { help: lines } };
}

async function errorOf(error: unknown): Promise<{ code: string; message: string }> {
  if (error instanceof CommandError) return { code: error.code, message: oneOrTwoLines(error.message) };
  const { explain } = await import("./report/explain.ts");
  const { code, message } = explain(error);
  return { code, message: oneOrTwoLines(message) };
}

/** Without what moves the cursor: the text can be from the server or from a file. */
const oneOrTwoLines = (message: string) =>
  message
    .split("\n")
    .slice(0, 2)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .map((line) => line.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ").slice(0, 500))
    .join("\n");
