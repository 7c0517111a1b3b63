/** The checks that are compared, each in a project of its own with the same artifacts: ours, rulesync's and apm's. */
import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeFiles } from "@skillmeat-deployments/testing/cli/folder.ts";
import { manyArtifacts, PLATFORMS } from "@skillmeat-deployments/testing/cli/scale.ts";

/** A tool in a project in which it wrote all artifacts. `checks`: its commands that look for differences, by name. */
export type Checker = {
  readonly name: string;
  readonly project: string;
  readonly checks: Readonly<Record<string, () => Promise<string>>>;
  /** One sentence: what of the artifacts it writes and checks. */
  readonly covers: string;
};

/** A skill, and a file of it that each of them writes. */
const SKILL = "skill-2";
const WRITTEN = `.claude/skills/${SKILL}/SKILL.md`;

/** Runs a program. @returns what it printed @throws if it does not end with 0 */
async function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd, env: { ...process.env, NO_COLOR: "1", ...env }, maxBuffer: 2 ** 28 };
  const running = promisify(execFile)(file, [...args], options);
  running.child.stdin?.end();
  const { stdout } = await running;
  return stdout;
}

/** @param server a running service. Its project is made */
export async function ours(
  directory: string,
  size: number,
  { entry, server }: { entry: string; server: { url: string; key: string } },
): Promise<Checker> {
  const project = join(directory, "web-shop");
  mkdirSync(project, { recursive: true });
  writeFiles(join(directory, "artifacts"), manyArtifacts(size));
  const env = { HOME: directory, SKILLMEAT_API_URL: server.url, SKILLMEAT_API_KEY: server.key };
  const command = (...args: string[]) => run(process.execPath, [entry, ...args], project, env);
  await command("init", "--yes", "--from", "../artifacts", ...PLATFORMS.flatMap((name) => ["--platform", name]));
  await command("apply", "--yes");
  return {
    name: "skillmeat-deploy",
    project,
    checks: { verify: () => command("verify"), "verify --offline": () => command("verify", "--offline") },
    covers: "All artifacts on all platforms.",
  };
}

/** Installed for a run only: what it depends on is ten times the other peers. */
const RULESYNC = "rulesync@17.0.0";
/** The twelve platforms as rulesync calls them. It writes nothing for some of them, and says so. */
const TARGETS = "claudecode,codexcli,geminicli,cursor,copilot,windsurf,opencode,cline,roo,kiro,augmentcode,qwencode";

export async function rulesync(directory: string, size: number): Promise<Checker> {
  const project = join(directory, "rulesync");
  writeFiles(join(project, ".rulesync"), rulesyncSource(size));
  const tools = join(directory, "tools");
  mkdirSync(tools);
  const install = ["install", "--prefix", tools, "--ignore-scripts", "--no-audit", "--no-fund", RULESYNC];
  await run("npm", install, tools);
  const bin = join(tools, "node_modules/rulesync/dist/cli/index.js");
  const options = ["generate", "--targets", TARGETS, "--features", "rules,skills,mcp"];
  const command = (...args: string[]) => run(process.execPath, [bin, ...options, ...args], project, { HOME: project });
  await command();
  return {
    name: RULESYNC,
    project,
    checks: { "generate --check": () => command("--check") },
    covers:
      "It makes all files again and compares. It writes nothing for Gemini CLI and Windsurf, and no MCP servers for Cline.",
  };
}

const matter = (keys: readonly string[], text: string) => `---\n${keys.join("\n")}\n---\n\n${text}`;

function rulesyncSource(size: number): Record<string, string> {
  return renamed(size, (path, text) => {
    if (path === ".mcp.json") return { "mcp.json": text };
    const [, rule] = /^rules\/(.*)$/.exec(path) ?? [];
    if (rule) return { [path]: matter(['targets: ["*"]', "root: false", 'globs: ["**/*"]'], text) };
    return { [path]: text.replace(/^---\n/, '---\ntargets: ["*"]\n') };
  });
}

/** @param bin its program: it is a package of Python, which the benchmark does not install */
export async function apm(directory: string, size: number, bin: string): Promise<Checker> {
  const project = join(directory, "apm");
  const servers = JSON.parse(manyArtifacts(size)[".mcp.json"] as string).mcpServers as Record<string, object>;
  const mcp = Object.entries(servers).map(([name, settings]) => ({
    name,
    registry: false,
    transport: "stdio",
    ...settings,
  }));
  // YAML reads JSON.
  const manifest = {
    name: "many",
    version: "1.0.0",
    targets: ["claude", "codex", "gemini", "cursor", "copilot", "windsurf", "opencode", "kiro"],
    dependencies: { apm: ["./artifacts"], mcp },
  };
  writeFiles(project, { "apm.yml": JSON.stringify(manifest) });
  writeFiles(join(project, "artifacts"), {
    "apm.yml": JSON.stringify({ name: "artifacts", version: "1.0.0" }),
    ...renamed(size, (path, text) => {
      if (path === ".mcp.json") return {};
      const [, rule] = /^rules\/(.*)\.md$/.exec(path) ?? [];
      if (!rule) return { [`.apm/${path}`]: text };
      return { [`.apm/instructions/${rule}.instructions.md`]: matter(['applyTo: "**"', `description: ${rule}`], text) };
    }),
  });
  const command = (...args: string[]) => run(bin, args, project, { HOME: directory });
  await command("install");
  return {
    name: "apm",
    project,
    checks: { "audit --ci": () => command("audit", "--ci", "--no-policy") },
    covers: "It installs again into a scratch folder and compares. It knows eight of the platforms.",
  };
}

const renamed = (size: number, change: (path: string, text: string) => Record<string, string>) =>
  Object.assign({}, ...Object.entries(manyArtifacts(size)).map(([path, text]) => change(path, text)));

/** Changes a written file and asks each check, which has to name it. @throws if one does not */
export async function seesChange({ name, project, checks }: Checker): Promise<void> {
  const file = join(project, WRITTEN);
  const before = readFileSync(file);
  appendFileSync(file, "Changed.\n");
  try {
    for (const [check, look] of Object.entries(checks)) {
      const output = await look().then(
        () => "",
        ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
      );
      if (!output.includes(SKILL)) throw new Error(`${name} ${check} does not see that ${WRITTEN} was changed`);
    }
  } finally {
    writeFileSync(file, before);
  }
}
