/** What the user types, and what the program says about it. */
import { COMMANDS } from "@skillmeat-deployments/cli/commands/list.ts";
import { parse } from "@skillmeat-deployments/cli/commands/parse.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { textOf } from "@skillmeat-deployments/testing/pages.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const KEYS = `${HOME}/.config/skillmeat/credentials.json`;
const API = "https://deployments.test";

describe("Help", () => {
  it("Without a command, and with --help, all commands are listed", async () => {
    const { run } = memoryWorld("key");
    const width = Math.max(...COMMANDS.map(({ name }) => name.length));
    for (const line of ["", "--help", "-h"]) {
      const { code, out, err } = await run(line);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      for (const { name, help } of COMMANDS) expect(out).toContain(`  ${name.padEnd(width)}  ${help}\n`);
    }
    expect((await run("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    "%s --help has every option, and examples that can be typed",
    async (name, { options, examples }) => {
      const { code, out } = await memoryWorld("key").run(`${name} --help`);
      expect(code).toBe(0);
      for (const option of options) expect(out).toContain(`--${option.name}`);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        // A word in quotes is one argument, as a shell reads it.
        const words = example.split(/ [<>|] /)[0]?.match(/'[^']*'|\S+/g) ?? [];
        expect(parse(words)).toMatchObject({ kind: "run", command: { name } });
      }
    },
  );
});

it("docs/cli.md lists every command, and no option that does not exist", () => {
  const page = textOf("docs/cli.md");
  const listed = [...page.matchAll(/^\| `([a-z]+)(?: \[ARTIFACT…\])?` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(COMMANDS.map(({ name }) => name));
  const options = new Set(COMMANDS.flatMap((command) => command.options.map(({ name }) => `--${name}`)));
  const named = [...page.matchAll(/(?<=[`\s])--[a-z-]+/g)].map(([option]) => option);
  expect(named.filter((option) => !options.has(option) && !["--help", "--global"].includes(option))).toEqual([]);
});

describe("What cannot be understood", () => {
  it.each([
    ["frobnicate", "There is no command 'frobnicate'. The commands are login, "],
    ["plan --colour red", "plan has no option --colour. See skillmeat-deploy plan --help."],
    ["plan --dryRun", "plan has no option --dry-run."],
    ["plan -x", "plan has no option -x."],
    ["apply --from", "--from needs a value: --from DIR."],
    ["apply --from --yes", "--from needs a value"],
    ["status review", "status takes no arguments, but got 'review'."],
    ["login --key-stdin --api deployments.test", "'deployments.test' is not the address of a service."],
    ["login --key-stdin --api http://deployments.test", "would get the API key unencrypted"],
    ["login --key-stdin --api https://u:p@deployments.test", "is not the address of a service"],
    ["plan", "There is no .skillmeat/config.toml here or above."],
  ])("%s is an error in one or two lines", async (line, message) => {
    const { code, out, err } = await memoryWorld("key").run(line);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
  });

  it("With --json the error is JSON too", async () => {
    const { code, json, err } = await memoryWorld("key").json("plan --colour red");
    expect(code).toBe(1);
    expect(json).toEqual({ error: { code: "usage", message: expect.stringContaining("--colour") } });
    expect(err).toContain("--colour");
  });

  it("A value stays as it was typed, also one of digits", () => {
    const parsed = parse(["init", "--project", "007", "--platform=1e3", "--platform", "x"]);
    if (parsed.kind !== "run") throw new Error("not a command");
    expect([parsed.input.text("project"), parsed.input.list("platform")]).toEqual(["007", ["1e3", "x"]]);
  });
});

describe("login and logout", () => {
  it("The key is asked for without echo, checked, and kept for this user alone", async () => {
    const { disk, run, world } = memoryWorld("", { fetch: fetchOf(service), env: { SKILLMEAT_API_KEY: "" } });
    const asked: unknown[] = [];
    const ask = async (question: string, options?: object) => {
      asked.push([question, options]);
      return ` ${service.key} `;
    };
    const terminal = { ...world.terminal, canAsk: true, ask };
    const { code, out, err } = await run("login", { terminal });
    expect({ code, out, err }).toEqual({ code: 0, out: `Logged in to ${API} as tenant acme.\n`, err: "" });
    expect(asked).toEqual([[`API key for ${API}: `, { secret: true }]]);
    expect(disk.lstat(KEYS)?.mode).toBe(0o600);
    expect(JSON.parse(Buffer.from(disk.readFile(KEYS)).toString())).toEqual({ [API]: service.key });
    expect(await run("init --platform codex")).toMatchObject({ code: 0 });
    expect(await run("logout")).toMatchObject({ code: 0, out: `The key for ${API} is forgotten.\n` });
    expect(await run("logout")).toMatchObject({ code: 0, out: `There was no key for ${API}.\n` });
    const { code: refused, err: why } = await run("plan");
    expect({ refused, why }).toEqual({ refused: 1, why: expect.stringContaining(`There is no API key for ${API}`) });
  });

  it("A key that the service does not accept is not kept, nor is one that is none", async () => {
    const { disk, run, world } = memoryWorld("", { fetch: fetchOf(service), env: { SKILLMEAT_API_KEY: "" } });
    for (const [key, message] of [
      ["smk_test_wrong", "The service does not accept the API key"],
      ["two words", "That is no API key."],
      ["", "That is no API key."],
    ] as const) {
      const terminal = { ...world.terminal, readInput: async () => key };
      const { code, err } = await run("login --key-stdin", { terminal });
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) });
    }
    expect(await run("login")).toMatchObject({ code: 1, err: expect.stringContaining("no terminal to ask") });
    expect(disk.lstat(KEYS)).toBeUndefined();
  });

  it("XDG_CONFIG_HOME moves the keys, and SKILLMEAT_API_KEY comes before them", async () => {
    const { disk, run, world } = memoryWorld(service.key, {
      fetch: fetchOf(service),
      env: { XDG_CONFIG_HOME: "/etc/ana" },
    });
    const terminal = { ...world.terminal, readInput: async () => service.key };
    expect(await run("login --key-stdin", { terminal })).toMatchObject({ code: 0 });
    put(disk, "/etc/ana/skillmeat", { "credentials.json": JSON.stringify({ [API]: "smk_test_old" }) });
    expect(await run("init --platform codex --project xdg")).toMatchObject({ code: 0 });
    put(disk, "/etc/ana/skillmeat", { "credentials.json": "{" });
    const env = { ...world.env, SKILLMEAT_API_KEY: undefined };
    expect((await run("plan", { env })).err).toContain("/etc/ana/skillmeat/credentials.json is damaged");
  });

  it("A changed configuration in the repository does not get the key of a job that names the service itself", async () => {
    const urls: string[] = [];
    const fetch: typeof globalThis.fetch = async (input) => {
      urls.push(String(input));
      throw new TypeError("down");
    };
    const { disk, run } = memoryWorld("key", { fetch });
    put(disk, ROOT, { ".skillmeat/config.toml": 'api = "https://evil.test"\nproject = "p"\nsource = "."\n' });
    await run("status");
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(url.startsWith(`${API}/`)).toBe(true);
  });
});

describe("init", () => {
  const init = (answers?: string[]) => {
    const key = { SKILLMEAT_API_KEY: service.key };
    return memoryWorld(service.key, { fetch: fetchOf(service), env: key, ...(answers ? { answers } : {}) });
  };

  it("The user is asked for the platforms that are found; without a terminal, --yes is needed", async () => {
    const { disk, run } = init();
    put(disk, ROOT, { "CLAUDE.md": "x", ".cursor/rules/a.mdc": "x" });
    const { code, err } = await run("init --project ask");
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("Found: claude_code, cursor.") });
    expect(disk.lstat(`${ROOT}/.skillmeat`)).toBeUndefined();
    const asked = memoryWorld(service.key, { disk, fetch: fetchOf(service), answers: ["n", "y"] });
    expect((await asked.json("init --project ask --platform codex")).json.profiles).toEqual([
      { profile_id: "codex", outcome: "created" },
    ]);
    expect((await asked.json("init")).json.profiles).toEqual([
      { profile_id: "claude_code", outcome: "created" },
      { profile_id: "cursor", outcome: "created" },
    ]);
  });

  it("It can be repeated: what exists is kept", async () => {
    const { disk, run, json } = init();
    put(disk, ROOT, { "CLAUDE.md": "x" });
    await run("init --project again --yes --from ../artifacts");
    const before = disk.dump();
    const { code, json: result } = await json("init --yes");
    expect(code).toBe(0);
    expect(result).toMatchObject({
      project: { project_id: "again", outcome: "exists" },
      profiles: [{ profile_id: "claude_code", outcome: "exists" }],
    });
    expect(disk.dump()).toEqual(before);
    expect(Buffer.from(disk.readFile(`${ROOT}/.skillmeat/config.toml`)).toString()).toContain(
      'source = "../artifacts"',
    );
  });

  it("With git, what git knows is looked at, and nested projects are named", async () => {
    const { run } = init();
    const gitFiles = async () => ["apps/web/.codex/config.toml", "src/a.ts", "../x"];
    const { code, out } = await run("init --project nested", { gitFiles });
    expect(code).toBe(0);
    expect(out).toContain("Not made into profiles: apps/web (codex)");
  });

  it("A damaged configuration is named with line and column, and left alone", async () => {
    const { disk, run } = init();
    put(disk, ROOT, { ".skillmeat/config.toml": 'api = "x"\nproject = = 1\n' });
    const { code, err } = await run("plan");
    expect({ code, err }).toEqual({
      code: 1,
      err: ".skillmeat/config.toml: line 2, column 11: it is not valid TOML\n",
    });
    put(disk, ROOT, { ".skillmeat/config.toml": "project = 1\n" });
    expect((await run("status")).err).toContain("project must be a text");
  });

  it("open prints the address of the reference, and opens it only on a terminal", async () => {
    const opened: string[] = [];
    const openPage = async (url: string) => void opened.push(url);
    expect(await init().run("open", { openPage })).toMatchObject({ code: 0, out: `${API}/docs\n` });
    expect(opened).toEqual([]);
    expect(await init([]).run("open", { openPage })).toMatchObject({ code: 0 });
    expect(opened).toEqual([`${API}/docs`]);
  });
});

describe("Colours", () => {
  it("Only a terminal gets colours, and none with NO_COLOR", async () => {
    const { disk, run, world } = memoryWorld(service.key, { fetch: fetchOf(service), answers: [] });
    put(disk, `${HOME}/artifacts`, { "rules/a.md": "x\n" });
    await run("init --project colours --platform claude_code --from ../artifacts");
    const isColoured = async (change: object) => (await run("plan", change)).out.includes("\u001b[");
    expect(await isColoured({})).toBe(true);
    expect(await isColoured({ env: { ...world.env, NO_COLOR: "1" } })).toBe(false);
    expect(await isColoured({ terminal: { ...world.terminal, hasOutput: false } })).toBe(false);
  });
});
