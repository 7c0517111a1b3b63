/** Completions know every command and option, and the shells take the scripts. */
import { spawnSync } from "node:child_process";
import { COMMANDS } from "@skillmeat-deployments/cli/commands/list.ts";
import { expect, it } from "vitest";
import { memoryWorld } from "./memory.ts";

const { run, json } = memoryWorld("");
const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

it.each(["bash", "zsh", "fish"])("The script for %s has every command and every option", async (shell) => {
  const { code, out } = await run(`completions ${shell}`);
  expect(code).toBe(0);
  for (const { name, options } of COMMANDS) {
    expect(out).toMatch(`${name}`);
    for (const option of options) expect(out).toContain(shell === "fish" ? `-l ${option.name}` : `--${option.name}`);
  }
  if (!has(shell)) return;
  const { status, stderr } = spawnSync(shell, ["-n"], { input: out, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

it("bash completes commands, and the options of a command", async () => {
  const { out } = await run("completions bash");
  const complete = (...words: string[]) => {
    const script = `${out}\nCOMP_WORDS=(skillmeat-deploy ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _skillmeat_deploy; printf '%s ' "\${COMPREPLY[@]}"`;
    return spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.trim();
  };
  expect(complete("ver")).toBe("verify");
  expect(complete("verify", "--of")).toBe("--offline");
  expect(complete("verify", "--report")).toBe("--report --report-any-branch");
});

it("An unknown shell is refused with the names of those that are known", async () => {
  for (const line of ["completions", "completions csh", "completions bash zsh", "completions toString"])
    expect(await json(line)).toMatchObject({
      code: 1,
      json: { error: { code: "usage", message: expect.stringContaining("bash, zsh, fish") } },
    });
});

it("Every command has a help with examples, and names its exit code where it can be 2", () => {
  for (const { name, examples, options } of COMMANDS) {
    expect({ name, examples: examples.length > 0 }).toEqual({ name, examples: true });
    expect(options.map((option) => option.name)).toContain("json");
    for (const example of examples) expect(example.split(" ")[0]).toBe(name);
  }
});
