/** Filters of lists: following `next` gives what filtering the whole list gives, whatever lies between the matches. */
import { PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import { exportTracker } from "@skillmeat-deployments/core/tracker/export.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** What a filtered page reads at most. */
const MAX_ROWS = 1_000;
/** More than a filtered page reads. */
const RECORDS = 1_300;
const [FIRST_IMPORT, SECOND_IMPORT] = ["2026-03-01T00:00:00.000Z", "2026-03-02T12:00:00.000Z"];
const AT = "/projects/many/deployments";

type Project = { project_id: string; name: string };
type Artifact = { artifact_id: string; type: string; name: string; content_hash: string | null };
type Deployment = {
  deployment_id: string;
  deployment_profile_id: string | null;
  platform: string | null;
  artifact_type: string;
  artifact_name: string;
  content_hash: string;
  updated_at: string;
};

let service: Service;
/** The rows that the queries of the last request have read. */
let rowsRead: number[] = [];
/** The rows that the last request has read by their keys. */
let rowsFound = 0;
let records: Deployment[];
let artifacts: Artifact[];
let projects: Project[];
/** The status of each record, as the report says. */
const statuses = new Map<string, string>();

beforeAll(async () => {
  service = await createService({
    wrap: (table) => ({
      ...table,
      query: async (q) => {
        const page = await table.query(q);
        // What was observed of the records is read beside them.
        if (q.prefix.startsWith(PREFIX.observed)) return page;
        rowsRead.push(page.rows.length);
        return page;
      },
      getMany: (keys) => {
        rowsFound += keys.length;
        return table.getMany(keys);
      },
    }),
  });
  for (const [i, project_id] of ["api", "api-v2", "api.old", "app", "b", "many"].entries()) {
    await create("/projects", { project_id, name: i % 2 ? "Tool" : "tool" });
  }
  await createArtifacts();
  service.clock.now = new Date(FIRST_IMPORT);
  await load(Array.from({ length: RECORDS }, (_, i) => i).filter((i) => i % 2 === 0));
  service.clock.now = new Date(SECOND_IMPORT);
  await load(Array.from({ length: RECORDS }, (_, i) => i).filter((i) => i % 2 === 1));
  [records, artifacts, projects] = [await follow(AT), await follow("/artifacts"), await follow("/projects")];
  await readStatuses();
});
afterAll(() => service.close());

async function create(path: string, body: object): Promise<void> {
  const reply = await service.call("POST", path, { body });
  expect([reply.status, reply.text]).toEqual([201, reply.text]);
}

/** Artifacts that make some records outdated or not comparable, under names that have the same normalised form. */
async function createArtifacts(): Promise<void> {
  const kinds = [{ content_hash: "bb" }, { content_hash: "git:1" }, { content_hash: null }, { collection: "acme" }];
  for (let i = 0; i < 60; i++) {
    const name = `n${i}${["", ".md", ".txt", ".json", ".yaml", ".yml"][i % 6]}`;
    const type = ["skill", "agent", "command"][i % 3];
    await create("/artifacts", { type, name, content_hash: "sha256:AA", ...kinds[i % 5] });
  }
  await create("/artifacts", { type: "skill", name: "n1 and more", content_hash: "CC" });
  await create("/artifacts", { type: "skill", name: "N1", target_platforms: ["codex"] });
}

/** The record with the number `i`, as a row of a tracker. The last one in byte order of id has a hash of its own. */
function rowOf(i: number): string {
  const [profile, platform] = [
    ["claude", "claude_code"],
    ["codex", "codex"],
    [undefined, undefined],
  ][i % 3] as [string, string] | [undefined, undefined];
  const fields = {
    artifact_name: i === 997 ? "zz" : `n${i}${i % 7 === 0 ? ".md" : ""}`,
    artifact_type: ["skill", "agent", "command"][Math.floor(i / 3) % 3],
    artifact_path: `skills/n${i}`,
    content_hash: i === 997 ? "rare" : i % 5 === 0 ? "SHA256:Aa" : "bb",
    local_modifications: i % 4 === 0,
    from_collection: i % 2 === 0 ? "acme" : "default",
    ...(profile ? { deployment_profile_id: profile, platform, profile_root_dir: `.${profile}` } : {}),
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return `[[deployed]]\n${lines.join("\n")}\n`;
}

async function load(numbers: readonly number[]): Promise<void> {
  const headers = { "content-type": "application/toml" };
  const reply = await service.call("POST", `${AT}/import`, { text: numbers.map(rowOf).join("\n"), headers });
  expect([reply.status, reply.text]).toEqual([200, reply.text]);
}

async function readStatuses(): Promise<void> {
  type Listed = { deployment_id: string; status: string };
  for (let at: string | undefined = "/projects/many/status"; at; ) {
    const reply: Reply = await service.call("GET", at);
    const { profiles } = reply.json as { profiles: { deployments: Listed[] }[] };
    for (const record of profiles.flatMap(({ deployments }) => deployments)) {
      statuses.set(record.deployment_id, record.status);
    }
    at = nextOf(reply);
  }
  expect([statuses.size, new Set(statuses.values()).size]).toEqual([RECORDS, 5]);
}

const nextOf = (reply: Reply) => /<(.*)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1];

/** The rows that each page of the last list has read. */
let pages: number[] = [];
/** Reads a list to its end. */
async function follow<T>(path: string, query: Record<string, string> = {}): Promise<T[]> {
  const limit = Number(query.limit ?? 100);
  const items: T[] = [];
  pages = [];
  for (let at: string | undefined = `${path}?${new URLSearchParams({ limit: "100", ...query })}`; at; ) {
    rowsRead = [];
    const reply = await service.call("GET", at);
    expect([at, reply.status]).toEqual([at, 200]);
    const page = reply.json as T[];
    expect(page.length).toBeLessThanOrEqual(limit);
    items.push(...page);
    pages.push(rowsRead.reduce((sum, rows) => sum + rows, 0));
    at = nextOf(reply);
  }
  expect(Math.max(...pages)).toBeLessThanOrEqual(MAX_ROWS);
  return items;
}

const plainHash = (hash: string) => hash.toLowerCase().replace(/^sha256:/, "");
const withoutSuffix = (name: string) => name.replace(/\.md$/, "");

/** Values of each filter of records, and what they mean. */
const FILTERS = {
  profile_id: {
    values: ["claude", "codex", "claude_code", "CLAUDE"],
    of: (r) => r.deployment_profile_id ?? "claude_code",
  },
  platform: { values: ["claude_code", "codex", "gemini"], of: (r) => r.platform ?? "claude_code" },
  artifact_type: { values: ["skill", "agent", "command", "mcp"], of: (r) => r.artifact_type },
  artifact_name: { values: ["n7", "n7.md", "zz", "n999", "N7"], of: (r) => withoutSuffix(r.artifact_name) },
  content_hash: { values: ["aa", "sha256:AA", "BB", "rare", "none"], of: (r) => plainHash(r.content_hash) },
  status: {
    values: ["synced", "modified", "outdated", "diverged", "unverified"],
    of: (r) => statuses.get(r.deployment_id) as string,
  },
} as const satisfies Record<string, { values: readonly string[]; of: (record: Deployment) => string }>;
const FORM: Partial<Record<string, (value: string) => string>> = {
  content_hash: plainHash,
  artifact_name: withoutSuffix,
};

/** What a query selects of the whole list. */
const selected = ({ updated_since, ...query }: Record<string, string>) =>
  records.filter(
    (record) =>
      (updated_since === undefined || Date.parse(record.updated_at) >= Date.parse(updated_since)) &&
      Object.entries(query).every(([name, value]) => {
        if (name === "limit") return true;
        const { of } = FILTERS[name as keyof typeof FILTERS];
        return of(record) === (FORM[name]?.(value) ?? value);
      }),
  );

const SINCE = [FIRST_IMPORT, "2026-03-02T13:00:00+01:00", "2026-03-02T12:00:00.001Z", "2026-03-02T01:00:00+02:00"];
const singleQueries = [
  ...Object.entries(FILTERS).flatMap(([name, { values }]) => values.map((value) => ({ [name]: value }))),
  ...SINCE.map((updated_since) => ({ updated_since })),
] as Record<string, string>[];

describe("A filtered list of records", () => {
  it.each(singleQueries)("Following next gives all matches of %o in their order", async (query) => {
    const found = await follow<Deployment>(AT, query);
    expect(found).toEqual(selected(query));
  });

  it("Each filter has matches and others, which lie between each other", () => {
    for (const name of Object.keys(FILTERS)) {
      const sizes = singleQueries.filter((query) => name in query).map((query) => selected(query).length);
      expect([name, sizes.some((size) => size > 0 && size < RECORDS)]).toEqual([name, true]);
    }
    expect(SINCE.map((updated_since) => selected({ updated_since }).length)).toEqual([
      RECORDS,
      RECORDS / 2,
      0,
      RECORDS / 2,
    ]);
  });

  it("Filters combine, at every limit", async () => {
    const values = Object.entries(FILTERS).map(([name, filter]) => [name, fc.constantFrom(...filter.values)] as const);
    const query = fc.record(
      {
        ...(Object.fromEntries(values) as Record<string, fc.Arbitrary<string>>),
        updated_since: fc.constantFrom(...SINCE),
        limit: fc.constantFrom("23", "60", "100"),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(query, async (given) => {
        expect(await follow(AT, given as Record<string, string>)).toEqual(selected(given as Record<string, string>));
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  it("A page without a match reads 1,000 rows, and the next one begins after the last of them", async () => {
    expect(await follow(AT, { content_hash: "none" })).toEqual([]);
    expect(pages).toEqual([MAX_ROWS, RECORDS - MAX_ROWS]);
    expect(await follow(AT, { content_hash: "none", limit: "1" })).toEqual([]);
    expect(pages).toEqual([MAX_ROWS, RECORDS - MAX_ROWS]);
    expect(await follow(AT, { content_hash: "rare" })).toHaveLength(1);
    expect(pages).toEqual([MAX_ROWS, RECORDS - MAX_ROWS]);
  });

  it("A page by status reads 1,000 rows, the artifacts of its records included", async () => {
    let [at, most]: [string | undefined, number] = [`${AT}?status=unverified&limit=100`, 0];
    while (at !== undefined) {
      [rowsRead, rowsFound] = [[], 0];
      at = nextOf(await service.call("GET", at));
      most = Math.max(most, rowsFound + rowsRead.reduce((sum, rows) => sum + rows, 0));
    }
    expect(most).toBeGreaterThan(MAX_ROWS / 2);
    expect(most).toBeLessThanOrEqual(MAX_ROWS);
  });

  it("A page that its first rows fill reads no others", async () => {
    await follow(AT, { content_hash: "bb", limit: "50" });
    expect(pages[0]).toBeLessThanOrEqual(51 * 5);
    // The page is full, and the row behind it is no match.
    const full = records.findIndex(({ content_hash }) => content_hash !== "bb");
    rowsRead = [];
    expect((await service.call("GET", `${AT}?content_hash=bb&limit=${full}`)).json).toHaveLength(full);
    expect(rowsRead).toEqual([full + 1]);
    rowsRead = [];
    await service.call("GET", `${AT}?artifact_type=agent&profile_id=claude&limit=10`);
    expect(rowsRead).toEqual([11]);
    rowsRead = [];
    await service.call("GET", `${AT}?updated_since=${FIRST_IMPORT}&limit=10`);
    expect(rowsRead).toEqual([11]);
  });

  it("A profile, a type and a name are one id: the list is read by its key", async () => {
    const query = "profile_id=claude&artifact_type=skill&artifact_name=n9.txt";
    rowsRead = [];
    const reply = await service.call("GET", `${AT}?${query}`);
    expect((reply.json as Deployment[]).map((r) => r.deployment_id)).toEqual(["claude:skill:n9"]);
    expect([rowsRead, nextOf(reply)]).toEqual([[], undefined]);
    expect(problemOf(await service.call("GET", `${AT}?${query}&cursor=YQ`)).code).toBe("invalid-cursor");
    const other = await service.call("GET", `${AT}?${query}&content_hash=none`);
    expect([other.json, nextOf(other)]).toEqual([[], undefined]);
    const beginsWith = await service.call("GET", `${AT}?profile_id=claude&artifact_type=skill&artifact_name=n`);
    expect([beginsWith.json, nextOf(beginsWith)]).toEqual([[], undefined]);
  });

  it("A tracker is filtered too, except by status", async () => {
    const headers = { accept: "application/toml" };
    const queries = [
      { artifact_name: "n9", profile_id: "claude", artifact_type: "skill" },
      { content_hash: "aa", platform: "codex" },
      { updated_since: SINCE[1] },
      { artifact_name: "n7" },
    ] as Record<string, string>[];
    for (const query of queries) {
      const reply = await service.call("GET", `${AT}?${new URLSearchParams(query)}`, { headers });
      const names = [...reply.text.matchAll(/^artifact_name = "(.*)"$/gm)].map(([, name]) => name);
      expect([query, names]).toEqual([query, selected(query).map((record) => record.artifact_name)]);
    }
    const page = await service.call("GET", `${AT}?content_hash=aa&limit=5`, { headers });
    expect(page.text.match(/^artifact_name/gm)).toHaveLength(5);
    const refused = await service.call("GET", `${AT}?status=outdated`, { headers });
    expect(problemOf(refused)).toEqual({ status: 422, code: "validation-failed", places: ["?status"] });
  });

  it("A page of a filtered tracker reads at most 10,000 records", async () => {
    let read = 0;
    // A project of 20,000 records: every query begins at the first one again.
    const query: typeof service.table.query = async (q) => {
      const { rows } = await service.table.query({ ...q, after: undefined });
      read += rows.length;
      return read < 20_000 ? { rows, last: rows.at(-1)?.sk as string } : { rows: [] };
    };
    const ctx = { ...service.ctx, table: { ...service.table, query } };
    const page = await exportTracker(ctx, "many", { content_hash: "none" }, { limit: undefined, after: undefined });
    expect(page).toEqual({ text: "", next: expect.any(String) });
    expect(read).toBeLessThanOrEqual(10_100);
  });

  it("A filter that cannot be meant is refused, and so is a cursor of another filter's list", async () => {
    const invalid = [
      ["artifact_name", " "],
      ["content_hash", ""],
      ["status", "new"],
      ["updated_since", "2026-03-01"],
      ["updated_since", "0000-01-01T00:00:00+01:00"],
      ["updated_since", "9999-12-31T23:59:59-01:00"],
    ] as const;
    for (const [name, value] of invalid) {
      const reply = await service.call("GET", `${AT}?${new URLSearchParams({ [name]: value })}`);
      expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: [`?${name}`] });
    }
    const next = nextOf(await service.call("GET", `${AT}?profile_id=claude&limit=1`)) as string;
    expect(problemOf(await service.call("GET", next.replace("claude", "codex"))).code).toBe("invalid-cursor");
    expect((await service.call("GET", "/projects/none/deployments?status=synced")).status).toBe(404);
  });
});

describe("A filtered list of artifacts", () => {
  it.each([
    [{ name: "n1.md" }, ({ name }: Artifact) => name === "n1.md"],
    [{ name: " n0 " }, ({ name }: Artifact) => name === "n0"],
    [{ name: "N1" }, ({ name }: Artifact) => name === "N1"],
    [{ name: "n1" }, () => false],
    [{ type: "skill", name: "N1" }, ({ artifact_id }: Artifact) => artifact_id === "skill:N1"],
    [{ type: "agent", name: "N1" }, () => false],
    [{ content_hash: "aa" }, (a: Artifact) => a.content_hash === "sha256:AA"],
    [{ content_hash: "SHA256:cc" }, (a: Artifact) => a.content_hash === "CC"],
    [{ type: "agent", content_hash: "aa" }, (a: Artifact) => a.type === "agent" && a.content_hash === "sha256:AA"],
  ])("Following next gives all matches of %o", async (query, matches) => {
    const expected = artifacts.filter(matches);
    for (const limit of ["1", "7", "100"]) {
      expect(await follow("/artifacts", { ...(query as Record<string, string>), limit })).toEqual(expected);
    }
  });

  it("A type and a name are one id: the list is read by its key, and longer names are not meant", async () => {
    await create("/artifacts", { type: "hook", name: "é/x" });
    await create("/artifacts", { type: "hook", name: "é/x y" });
    rowsRead = [];
    const query = new URLSearchParams({ type: "hook", name: "e\u0301/x" });
    const reply = await service.call("GET", `/artifacts?${query}`);
    expect((reply.json as Artifact[]).map(({ name }) => name)).toEqual(["é/x"]);
    expect([rowsRead, nextOf(reply)]).toEqual([[], undefined]);
    expect(await follow("/artifacts", { type: "hook", name: "é" })).toEqual([]);
  });
});

describe("A filtered list of projects", () => {
  it.each([
    [{ prefix: "api" }, ["api", "api-v2", "api.old"]],
    [{ prefix: "api-" }, ["api-v2"]],
    [{ prefix: "API" }, []],
    [{ name: "Tool" }, ["api-v2", "app", "many"]],
    [{ prefix: "api", name: "tool" }, ["api", "api.old"]],
  ])("Following next gives all matches of %o", async (query, expected) => {
    for (const limit of ["1", "2", "100"]) {
      const found = await follow<Project>("/projects", { ...(query as Record<string, string>), limit });
      expect(found).toEqual(projects.filter(({ project_id }) => (expected as string[]).includes(project_id)));
    }
  });

  it("A prefix reads only the projects that it names, and one that no id can have is refused", async () => {
    await follow("/projects", { prefix: "api" });
    expect(pages).toEqual([3]);
    for (const prefix of ["", "a/b", "-"]) {
      expect(problemOf(await service.call("GET", `/projects?prefix=${prefix}`)).places).toEqual(["?prefix"]);
    }
  });
});
