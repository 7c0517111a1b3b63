/** What the service, the disk and files can do wrong: one or two lines, nothing lost, and repeated it succeeds. */
import { createCassette } from "@skillmeat-deployments/testing/cli/cassette.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { MemoryDisk } from "../files/memory-disk.ts";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { OWN, SOURCE } from "./source.ts";

type Fetch = typeof globalThis.fetch;

let service: Service;
/** A project before `apply`, and after it. */
let start: MemoryDisk;
let wanted: Record<string, string>;
let cassette: ReturnType<typeof createCassette>;
let requests: string[];
beforeAll(async () => {
  service = await createService();
  cassette = createCassette(fetchOf(service));
  const at = memoryWorld(service.key, { fetch: cassette.record });
  put(at.disk, `${HOME}/artifacts`, SOURCE);
  put(at.disk, ROOT, OWN);
  await at.run("init --yes --from ../artifacts --platform codex");
  start = at.disk.copy();
  requests = [];
  const fetch: Fetch = (input, init) => {
    requests.push(`${init?.method} ${input}`);
    return cassette.record(input, init);
  };
  expect(await at.run("apply --yes", { fetch })).toMatchObject({ code: 0 });
  wanted = at.disk.dump();
});
afterAll(() => service.close());

const problem = (status: number, code: string, more: object = {}) =>
  new Response(
    JSON.stringify({
      type: `urn:skillmeat:problem:${code}`,
      code,
      title: code,
      status,
      detail: `It is ${code}`,
      ...more,
    }),
    {
      status,
      headers: { "content-type": "application/problem+json", "retry-after": "7", "x-request-id": "REQ" },
    },
  );

const FAULTS: Record<string, { answer: Fetch; message: string }> = {
  down: { answer: () => Promise.reject(new TypeError("fetch failed")), message: "The service cannot be reached" },
  "401": {
    answer: async () => problem(401, "unauthorized"),
    message: "The service does not accept the API key: It is unauthorized",
  },
  "403": {
    answer: async () => problem(403, "forbidden"),
    message: "The API key is not allowed to do this: It is forbidden",
  },
  "404": { answer: async () => problem(404, "not-found"), message: "404 not-found: It is not-found" },
  "409": { answer: async () => problem(409, "other-collection"), message: "409 other-collection" },
  "412": { answer: async () => problem(412, "precondition-failed"), message: "412 precondition-failed" },
  "429": {
    answer: async () => problem(429, "rate-limited"),
    message: "refuses more requests for now (429). Try again in 7 seconds",
  },
  "500": { answer: async () => problem(500, "internal"), message: "500 internal: It is internal (request REQ)" },
  "503": { answer: async () => problem(503, "unavailable"), message: "503 unavailable" },
  "a page of a proxy": {
    answer: async () => new Response("<h1>Hi</h1>", { headers: { "content-type": "text/html" } }),
    message: "Is baseUrl right?",
  },
  "a redirect": {
    answer: async () => new Response("", { status: 302, headers: { location: "https://evil.test" } }),
    message: "redirected to https://evil.test",
  },
  "a broken answer": {
    answer: async () => new Response("{", { headers: { "content-type": "application/json" } }),
    message: "not valid JSON",
  },
};

describe("The service", () => {
  it.each(Object.entries(FAULTS))(
    "%s, at whichever request: one or two lines, and a second run completes the first",
    async (_, { answer, message }) => {
      for (let n = 0; n < requests.length; n++) {
        const disk = start.copy();
        let count = 0;
        const replay = cassette.replay([]);
        const fetch: Fetch = (input, init) => (count++ >= n ? answer(input, init) : replay(input, init));
        const { run } = memoryWorld(service.key, { disk, fetch });
        const { code, out, err } = await run("apply --yes");
        const at = requests[n] as string;
        expect({ at, code, out }).toEqual({ at, code: 1, out: "" });
        const shown = err
          .trimEnd()
          .split("\n")
          .filter((line) => !/^(?:MCP server|Hooks| {2})/.test(line));
        expect({ at, lines: shown.length, err }).toMatchObject({ at, lines: expect.toSatisfy((lines) => lines <= 2) });
        expect(shown.join("\n")).toContain(message);
        expect(err).not.toMatch(/\n\s+at /);
        const isLate = /\/(?:artifacts|batch)/.test(at);
        if (isLate) expect(shown[0]).toBe("The files are written, but not all are recorded. Run the command again.");
        // Nothing is written before the service has said where.
        else expect(disk.dump()).toEqual(start.dump());
        expect(await run("apply --yes", { fetch: replay })).toMatchObject({ code: 0 });
        expect(disk.dump()).toEqual(wanted);
      }
    },
  );

  it("One that does not answer at all is given up on", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const fetch: Fetch = (_, init) =>
        new Promise((_, fail) => init?.signal?.addEventListener("abort", () => fail(init.signal?.reason)));
      const { run } = memoryWorld(service.key, { disk: start.copy(), fetch });
      let isDone = false;
      const result = run("status").finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await vi.advanceTimersByTimeAsync(60_000);
        await new Promise(setImmediate);
      }
      expect(await result).toMatchObject({ code: 1, err: expect.stringContaining("The service does not answer") });
    } finally {
      vi.useRealTimers();
    }
  });

  it("On a terminal, a pause before another attempt is told", async () => {
    let count = 0;
    const replay = cassette.replay([]);
    const fetch: Fetch = async (input, init) => (count++ === 0 ? problem(503, "unavailable") : replay(input, init));
    const { run } = memoryWorld(service.key, { disk: start.copy(), fetch, answers: [] });
    const { code, err } = await run("plan");
    expect({ code, err }).toEqual({ code: 2, err: "It is unavailable; again in 7 s\n" });
  });

  it("What it refuses of a batch is named, and the rest is recorded", async () => {
    const replay = cassette.replay([]);
    const fetch: Fetch = async (input, init) => {
      const response = await replay(input, init);
      if (!String(input).endsWith("/batch")) return response;
      const body = (await response.json()) as { items: object[] };
      body.items[0] = {
        ...body.items[0],
        outcome: "failed",
        error: { code: "too-large", status: 413, detail: "too large", pointer: "/items/0" },
      };
      return new Response(JSON.stringify(body), { headers: response.headers });
    };
    const { json } = memoryWorld(service.key, { disk: start.copy(), fetch });
    const { code, json: applied } = await json("apply --yes");
    expect({ code, refused: applied.refused }).toEqual({
      code: 1,
      refused: [{ deployment_id: "claude_code:agent:tester", detail: "too large" }],
    });
  });
});

describe("Trust", () => {
  /** A service that plans what it should not. */
  const planning = (change: (entry: Record<string, unknown>) => object): Fetch => {
    const replay = cassette.replay([]);
    return async (input, init) => {
      const response = await replay(input, init);
      if (!String(input).endsWith("/plan")) return response;
      const plan = (await response.json()) as { entries: Record<string, unknown>[] };
      const entries = plan.entries.map((entry) => ({ ...entry, ...change(entry) }));
      return new Response(JSON.stringify({ ...plan, entries }), { headers: response.headers });
    };
  };

  it.each([
    "../../escaped",
    "/etc/escaped",
    "C:/escaped",
    "a/../../escaped",
    "..\\escaped",
    ".git/hooks/pre-commit",
    "sub/.GIT/config",
    ".git /config",
    "git~1/config",
    ".skillmeat/config.toml",
    ".claude/link/escaped",
    "nul\u0000byte",
    "",
  ])("A path that leads to where nothing belongs is refused: %j", async (path) => {
    const disk = start.copy();
    disk.mkdir("/outside");
    disk.symlink("/outside", `${ROOT}/.claude/link`);
    const before = disk.dump();
    const change = ({ artifact }: Record<string, unknown>) =>
      (artifact as { type: string }).type === "rule_file"
        ? { path, kind: "directory", base: "project" }
        : { path: null };
    const { json } = memoryWorld(service.key, { disk, fetch: planning(change) });
    const { code, json: applied } = await json("apply --yes");
    expect(code).toBe(1);
    expect(applied.places.map(({ action }: { action: string }) => action)).toEqual(["failed", "failed"]);
    const own = (dump: Record<string, string>) =>
      Object.entries(dump).filter(([file]) => !file.includes("/.skillmeat/"));
    expect(own(disk.dump())).toEqual(own(before));
  });

  it("Hooks and MCP servers are shown in full, and written only when somebody agrees", async () => {
    const fetch = cassette.replay([]);
    const disk = start.copy();
    const { code, err } = await memoryWorld(service.key, { disk, fetch }).run("apply");
    expect(code).toBe(1);
    expect(err).toContain('MCP server github → .mcp.json, .codex/config.toml\n  {\n    "args": [\n');
    expect(err).toContain('"command": "npm test"');
    expect(err).toContain("There is no terminal to confirm them: nothing is written.\nGive --yes");
    expect(disk.dump()).toEqual(start.dump());
    for (const answer of ["n", "", "no", "maybe"]) {
      const { code } = await memoryWorld(service.key, { disk, fetch, answers: [answer] }).run("apply");
      expect({ answer, code }).toEqual({ answer, code: 1 });
      expect(disk.dump()).toEqual(start.dump());
    }
    expect(await memoryWorld(service.key, { disk, fetch, answers: ["y"] }).run("apply")).toMatchObject({ code: 0 });
    // What is there already is not asked about again.
    const again = await memoryWorld(service.key, { disk, fetch: fetchOf(service) }).run("apply");
    expect(again).toMatchObject({ code: 0, err: "" });
  });

  it("Text from the service cannot move the cursor", async () => {
    const fetch: Fetch = async () => problem(409, "x", { detail: "a\u001b[2Jb\rc" });
    const { err } = await memoryWorld(service.key, { disk: start.copy(), fetch }).run("status");
    expect(err).toContain("a [2Jb c");
  });
});

describe("The disk", () => {
  /** A disk that refuses to write below a folder. */
  const readOnly = (disk: MemoryDisk, folder: string): MemoryDisk => {
    const refuse = (path: string) => {
      if (path.startsWith(folder)) throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    };
    return {
      ...disk,
      createFile: (path, ...rest) => {
        refuse(path);
        disk.createFile(path, ...rest);
      },
      mkdir: (path) => {
        refuse(path);
        disk.mkdir(path);
      },
    };
  };

  it("A folder that cannot be written is named, and the rest is written", async () => {
    const disk = start.copy();
    const fetch = fetchOf(service);
    const locked = readOnly(disk, `${ROOT}/.claude/`);
    const { code, json: applied } = await memoryWorld(service.key, { disk: locked, fetch }).json("apply --yes");
    expect(code).toBe(1);
    const failed = applied.places.filter(({ action }: { action: string }) => action === "failed");
    expect(failed.map(({ detail }: { detail: string }) => detail)).toEqual(
      expect.arrayContaining([".claude/rules/style.md cannot be written: permission denied"]),
    );
    expect(disk.lstat(`${ROOT}/.agents/skills/code-review/SKILL.md`)).toBeDefined();
    expect(await memoryWorld(service.key, { disk, fetch }).run("apply --yes")).toMatchObject({ code: 0 });
    expect(disk.dump()).toEqual(wanted);
  });

  it("A damaged settings file is named with line and column, and left alone", async () => {
    const disk = start.copy();
    const fetch = fetchOf(service);
    put(disk, ROOT, { ".mcp.json": '{ "mcpServers": }\n', ".codex/config.toml": "a = = 1\n" });
    const { run } = memoryWorld(service.key, { disk, fetch });
    const { code, out } = await run("apply --yes");
    expect(code).toBe(1);
    expect(out).toMatch(/failed +mcp github +claude_code +\.mcp\.json \(mcpServers\) +\.mcp\.json:1:17/);
    expect(out).toMatch(/failed +mcp github +codex +\.codex\/config\.toml \(mcp_servers\) +\.codex\/config\.toml:1:5/);
    expect(Buffer.from(disk.readFile(`${ROOT}/.mcp.json`)).toString()).toBe('{ "mcpServers": }\n');
    put(disk, ROOT, { ".claude/.skillmeat-deployed.toml": "[[deployed\n" });
    const again = await run("apply style --yes");
    expect(again).toMatchObject({
      code: 1,
      out: expect.stringContaining(".claude/.skillmeat-deployed.toml: line 1, column "),
    });
    expect(Buffer.from(disk.readFile(`${ROOT}/.claude/.skillmeat-deployed.toml`)).toString()).toBe("[[deployed\n");
  });

  it("Two runs at once: the second one says so and writes nothing", async () => {
    const disk = start.copy();
    const { world, run } = memoryWorld(service.key, { disk, fetch: cassette.replay([]) });
    const alive = { ...world.processes, isAlive: () => true };
    put(disk, ROOT, {
      ".skillmeat/lock": JSON.stringify({
        pid: 7,
        host: "test",
        since: new Date().toISOString(),
        start: "7",
        token: "x",
      }),
    });
    const before = disk.dump();
    const { code, err } = await run("apply --yes", { processes: alive });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("Another run works in this project") });
    expect(disk.dump()).toEqual(before);
  });

  it("A source with unreadable, empty and doubled artifacts is named, and the rest is written", async () => {
    const disk = start.copy();
    put(disk, `${HOME}/artifacts`, {
      "rules/empty.md": "",
      "rules/sub/style.md": "Again.\n",
      "skills/binary/SKILL.md": "\u0000\u0001",
    });
    const { code, json: applied } = await memoryWorld(service.key, { disk, fetch: fetchOf(service) }).json(
      "apply --yes",
    );
    expect(code).toBe(1);
    const codes = applied.source_problems.map(({ code: why, path }: Record<string, string>) => `${why} ${path}`);
    expect(codes).toEqual(["empty rules/empty.md", "duplicate rules/sub/style.md", "binary skills/binary/SKILL.md"]);
    expect(disk.lstat(`${ROOT}/.claude/rules/style.md`)).toBeDefined();
  });

  it("A source that is not there, and names that are not in it, are errors before any request", async () => {
    const { run } = memoryWorld(service.key, { disk: start.copy() });
    expect(await run("plan --from ../nowhere")).toMatchObject({ code: 1, err: expect.stringContaining("nowhere") });
    expect(await run("apply code-revue")).toMatchObject({ code: 1, err: "The source has no artifact 'code-revue'.\n" });
    const replay = cassette.replay([]);
    expect(await run("apply --profile cursor", { fetch: replay })).toMatchObject({
      code: 1,
      err: "The project has no profile 'cursor'. Its profiles: claude_code, codex.\n",
    });
  });
});
