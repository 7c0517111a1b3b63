/** docs/ci.md: its commands make a project, and its steps find drift in a fresh clone of it. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type HttpServer, startHttpServer } from "@skillmeat-deployments/local/http-server.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { buildCli } from "../../scripts/build-cli.ts";
import { summaryPicture } from "../../scripts/summary-picture.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/ci.md"), "utf8");

type Context = Readonly<Record<"github" | "inputs", object>>;
type Step = {
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
};
type Workflow = { readonly jobs?: Readonly<Record<string, { readonly steps: readonly Step[] }>> };

const blocksOf = (language: string) =>
  [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = ""]) =>
    name === language ? [text] : [],
  );
const stepsOf = ({ jobs = {} }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const hasRun = (step: Step) => step.run !== undefined;

/** The steps of the workflow without the action. */
const PLAIN =
  blocksOf("yaml")
    .map((text) => stepsOf(parse(text) as Workflow).filter(hasRun))
    .find((steps) => steps.length > 0) ?? [];
const ACTION = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as {
  inputs: Record<string, { default: string }>;
  runs: { steps: Step[] };
};
const stepOfAction = (name: string) => ACTION.runs.steps.filter((step) => step.name === name);
const DRIFT = blocksOf("sh").at(-1) ?? "";

let service: Service;
let server: HttpServer;
let folder: string;
let project: string;
beforeAll(async () => {
  service = await createService();
  server = await startHttpServer((request, address) => Promise.resolve(service.app.fetch(request, { address })), {
    host: "127.0.0.1",
    port: 0,
  });
  folder = mkdtempSync(join(tmpdir(), "ci-page-"));
  const { entry } = await buildCli(join(folder, "cli"));
  program("skillmeat-deploy", `exec "${process.execPath}" "${entry}" "$@"`);
  // The program is there already.
  program("npm", "exit 0");
  const [, commands = ""] = blocksOf("sh");
  expect(await bash(commands, folder, KEYS())).toMatchObject({ code: 0 });
  project = join(folder, "web-shop");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
  await service.close();
});

const KEYS = () => ({ SKILLMEAT_API_URL: server.url, SKILLMEAT_API_KEY: service.key });

/** A program on the PATH. */
function program(name: string, text: string) {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** Runs a script as GitHub runs a step. */
function bash(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const identity = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b.c",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b.c",
  };
  const PATH = `${folder}${delimiter}${process.env.PATH}`;
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env: { PATH, HOME: folder, ...identity, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(String(chunk)));
  return new Promise<{ code: number | null; output: string }>((done) =>
    child.once("close", (code) => done({ code, output: output.join("") })),
  );
}

let clones = 0;
async function freshClone(change = "") {
  const clone = join(folder, `clone-${clones++}`);
  expect(await bash(`git clone --quiet "${project}" "${clone}"`, folder)).toMatchObject({ code: 0 });
  expect(await bash(change, clone)).toMatchObject({ code: 0 });
  return clone;
}

/** Runs steps until one fails, with the action's inputs. @returns the last code, and the job's summary */
async function runSteps(
  steps: readonly Step[],
  cwd: string,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
) {
  const summary = join(cwd, ".git/summary.md");
  const filled = (text: string) =>
    text.replaceAll(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => inputs[name] ?? ACTION.inputs[name]?.default ?? "",
    );
  for (const step of steps) {
    const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value)]));
    const { code, output } = await bash(step.run ?? "", cwd, { GITHUB_STEP_SUMMARY: summary, ...env, ...own });
    if (code !== 0) return { code, output, summary: existsSync(summary) ? readFileSync(summary, "utf8") : "" };
  }
  return { code: 0, output: "", summary: existsSync(summary) ? readFileSync(summary, "utf8") : "" };
}

const ON_PULL_REQUEST = [...stepOfAction("Install the CLI"), ...stepOfAction("Verify")];

it("A fresh clone passes, with the steps of the page and with those of the action", async () => {
  expect(PLAIN.map(({ name }) => name)).toEqual(["Install", "Verify"]);
  expect(ON_PULL_REQUEST).toHaveLength(2);
  const clone = await freshClone();
  for (const steps of [PLAIN, ON_PULL_REQUEST]) {
    const { code, output, summary } = await runSteps(steps, clone);
    expect(code, output).toBe(0);
    expect(summary).toContain("4 records: 4 synced.");
  }
});

it.each([
  ["changed", "echo 'Mine.' >> .claude/rules/style.md", "modified", ".claude/rules/style", "claude\\_code", "--force"],
  ["missing", "rm .cursor/rules/style.mdc", "missing", ".cursor/rules/style", "cursor", "apply"],
  ["outdated", "echo 'New.' >> artifacts/rules/style.md", "outdated", ".claude/rules/style", "claude\\_code", "apply"],
])(
  "An artifact that is %s fails with exit code 2 and a summary that names file, platform and what to do",
  async (_, change, ...named) => {
    const clone = await freshClone(change);
    const { code, output, summary } = await runSteps(PLAIN, clone);
    expect(code, output).toBe(2);
    const unescaped = (text: string) => text.replaceAll("\\", "");
    const row = summary.split("\n").find((line) => line.startsWith(`| ${named[0]} `)) ?? "";
    for (const text of named) expect(unescaped(row)).toContain(unescaped(text));
  },
);

it("The summary of the page is the one of its changes, and the README has a picture of it", async () => {
  const clone = await freshClone(DRIFT);
  const { code, output, summary } = await runSteps(ON_PULL_REQUEST, clone);
  expect(code, output).toBe(2);
  expect(/<!-- summary -->\n([\s\S]*)<!-- \/summary -->/.exec(PAGE)?.[1]?.trim()).toBe(summary.trim());
  expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain("](docs/ci/summary.svg)");
  expect(readFileSync(join(ROOT, "docs/ci/summary.svg"), "utf8")).toBe(summaryPicture(PAGE));
});

it("On the default branch the action records and reports what it saw, and a failure is reported too", async () => {
  writeFileSync(join(folder, "event.json"), JSON.stringify({ repository: { default_branch: "main" } }));
  const env = {
    GITHUB_EVENT_NAME: "push",
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_EVENT_PATH: join(folder, "event.json"),
  };
  const inputs = { "api-url": server.url, "api-key": service.key };
  const observed = async () => {
    const { json } = await service.call("GET", "/projects/web-shop/deployments");
    return (json as { deployment_id: string; observed: { state: string } | null }[]).map(
      (each) => each.observed?.state,
    );
  };
  const clone = await freshClone();
  const report = stepOfAction("Report");
  const all = await runSteps([...ON_PULL_REQUEST, ...stepOfAction("Apply and record"), ...report], clone, inputs, env);
  expect(all.code, all.output).toBe(0);
  expect(await observed()).toEqual(["synced", "synced", "synced", "synced"]);
  expect(await bash("git status --porcelain", clone)).toEqual({ code: 0, output: "" });
  // A second summary would say the same twice.
  expect(all.summary.match(/### SkillMeat/g)).toHaveLength(1);
  const drifted = await freshClone("rm .cursor/rules/style.mdc");
  expect(await runSteps(report, drifted, inputs, env)).toMatchObject({ code: 2, summary: "" });
  expect((await observed()).sort()).toEqual(["missing", "synced", "synced", "synced"]);
});

/** The value of a part of a step's condition: a text, a path such as `github.ref`, or a ref made by `format`. */
function operandOf(part: string, context: Context): unknown {
  const [, text] = /^'(.*)'$/.exec(part) ?? [];
  if (text !== undefined) return text;
  const [, path] = /^format\('refs\/heads\/\{0\}', (.*)\)$/.exec(part) ?? [];
  if (path !== undefined) return `refs/heads/${operandOf(path, context)}`;
  return part.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], context);
}

/** Whether a step runs: its condition is a list of comparisons that all hold. */
function isRun({ if: condition = "" }: Step, context: Context): boolean {
  return condition
    .split(" && ")
    .filter((clause) => clause !== "" && clause !== "!cancelled()")
    .every((clause) => {
      const [, left = "", operator, right = ""] = /^(.*) (==|!=) (.*)$/.exec(clause) ?? [];
      return (operandOf(left, context) === operandOf(right, context)) === (operator === "==");
    });
}

it.each([
  ["a push to the default branch", {}, ["Verify", "Apply and record", "Report"]],
  ["a push to another branch", { ref: "refs/heads/topic" }, ["Verify"]],
  ["a pull request", { event_name: "pull_request", ref: "refs/pull/1/merge" }, ["Verify"]],
  ["a schedule", { event_name: "schedule" }, ["Verify"]],
  ["pull_request_target", { event_name: "pull_request_target" }, ["Refuse pull_request_target", "Verify"]],
])("On %s the action does what the page says, and uses a key only with an address", (_, event, names) => {
  const github = { event_name: "push", ref: "refs/heads/main", event: { repository: { default_branch: "main" } } };
  const run = (inputs: Record<string, string>) =>
    ACTION.runs.steps
      .filter((step) => isRun(step, { github: { ...github, ...event }, inputs }))
      .flatMap(({ name }) => (name === "Install the CLI" ? [] : [name]));
  const [url, key] = ["https://deployments.test", "k"];
  expect(run({ "api-url": url, "api-key": key })).toEqual(names);
  const withoutService = names.filter((name) => name === "Verify" || name.startsWith("Refuse"));
  for (const inputs of [
    { "api-url": "", "api-key": key },
    { "api-url": url, "api-key": "" },
  ])
    expect(run(inputs)).toEqual(withoutService);
});

it("The action refuses to run on pull_request_target", async () => {
  const [first] = ACTION.runs.steps;
  expect(first).toMatchObject({ if: "github.event_name == 'pull_request_target'" });
  expect(await bash(first?.run ?? "", folder)).toMatchObject({ code: 1 });
});
