/** Runs the project's scripts in processes of their own, as the npm scripts do. */
import { type ChildProcess, spawn } from "node:child_process";
import { ROOT } from "./aws/bundle.ts";

export type Script = {
  child: ChildProcess;
  /** What it has written so far. */
  stdout(): string;
  stderr(): string;
  /** The exit code. Resolves after all output was read. */
  exited: Promise<number | null>;
  /** Resolves when standard output contains the text. @throws if the process ends before */
  prints(text: string): Promise<void>;
};

const NODE = [process.execPath, "--disable-warning=ExperimentalWarning"];

/**
 * Starts a script of the project.
 * @param options `wrap` is a command that runs the script's command, such as `["sh", "-c", 'ulimit -f 0; exec "$@"', "-"]`
 */
export function runScript(
  script: string,
  options: { args?: string[]; env?: Record<string, string>; wrap?: string[] } = {},
): Script {
  const [command = "", ...args] = [...(options.wrap ?? []), ...NODE, script, ...(options.args ?? [])];
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const exited = new Promise<number | null>((done) => child.once("close", done));
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    exited,
    prints: (text) =>
      new Promise((done, fail) => {
        const check = () => stdout.includes(text) && done();
        check();
        child.stdout.on("data", check);
        exited.then((code) => fail(new Error(`${script} exited with ${code}: ${stderr}`)));
      }),
  };
}
