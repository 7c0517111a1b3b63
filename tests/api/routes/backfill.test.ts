/** Backfill: a legacy record gets the profile, platform and root that can be inferred from it. */
import { existsSync, readFileSync } from "node:fs";
import { inferProfile, type ProfileHints } from "@skillmeat-deployments/core/catalogue/infer/infer-profile.ts";
import { readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { ProfileId } from "@skillmeat-deployments/core/values/strings.schema.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

/** SkillMeat's own tracker of 132 records, when a copy is at hand. It is not part of this repository. */
const REAL = [
  process.env.SKILLMEAT_TRACKER,
  new URL("../../../../shared/data/skillmeat-deployed.toml", import.meta.url).pathname,
].find((path) => path !== undefined && existsSync(path));

/**
 * A generated tracker of the same format and size. Three rows of four have one of the three profile fields, the others
 * none.
 */
const GENERATED = Array.from({ length: 132 }, (_, i) => {
  const type = ["skill", "command", "agent"][i % 3];
  const owner = ["", 'deployment_profile_id = "mine"\n', 'platform = "codex"\n', 'profile_root_dir = ".cursor"\n'];
  const path = ["skills/x", ".codex/agents/x", ".github/prompts/x", ".agents/skills/x", ".unknown/x"][i % 5];
  return `[[deployed]]
artifact_name = "Name ${i}"
artifact_type = "${type}"
from_collection = "default"
deployed_at = "2026-01-09T14:03:41.312919"
artifact_path = "${path} ${i}"
content_hash = "h${i}"
local_modifications = ${i % 2 === 0}
version_lineage = [ "a", "h${i}" ]
${i % 7 ? "" : `parent_hash = "p${i}"\nmerge_base_snapshot = "m"\n`}${owner[i % 4]}collection_sha = "c${i}"
${i % 11 ? "" : "new_flag = true\n"}`;
}).join("\n");

type Reading = Record<string, unknown>;
const OWNER = ["deployment_profile_id", "platform", "profile_root_dir"] as const;

async function project(id: string): Promise<string> {
  expect((await service.call("POST", "/projects", { body: { project_id: id } })).status).toBe(201);
  return `/projects/${id}/deployments`;
}
const load = (path: string, text: string, query = "", headers = {}): Promise<Reply> =>
  service.call("POST", `${path}/import${query}`, { text, headers: { "content-type": "application/toml", ...headers } });
async function exported(path: string): Promise<string> {
  const reply = await service.call("GET", path, { headers: { accept: "application/toml" } });
  expect([reply.status, reply.headers.get("link")]).toEqual([200, null]);
  return reply.text;
}
async function records(path: string): Promise<Reading[]> {
  const all: Reading[] = [];
  let next: string | undefined = `${path}?limit=100`;
  while (next) {
    const reply: Reply = await service.call("GET", next);
    all.push(...(reply.json as Reading[]));
    next = /<(.*)>/.exec(reply.headers.get("link") ?? "")?.[1];
  }
  return all;
}
/** A record without the three profile fields, its id and its timestamps. */
function withoutIdentity({ deployment_id: _i, created_at: _c, updated_at: _u, ...fields }: Reading): Reading {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !OWNER.includes(name as (typeof OWNER)[number])));
}
const nameOf = (record: Reading) => `${record.artifact_type}:${record.artifact_name}`;
const inNames = (all: readonly Reading[]) => all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
/** The tables of an export without the three profile keys, sorted. */
const withoutOwner = (toml: string) =>
  toml
    .split(/^(?=\[\[deployed]]$)/m)
    .map((table) => table.replaceAll(/^(deployment_profile_id|platform|profile_root_dir) = .*\n/gm, "").trimEnd())
    .sort()
    .join("\n\n");
const row = (name: string, path: string, more = "") =>
  `[[deployed]]\nartifact_name = "${name}"\nartifact_type = "skill"\nartifact_path = "${path}"\ncontent_hash = "h"\ndeployed_at = "x"\n${more}`;
const owner = (deployment_profile_id: unknown, platform: unknown, profile_root_dir: unknown) => ({
  deployment_profile_id,
  platform,
  profile_root_dir,
});

const TRACKERS = [
  ["a generated tracker", "generated", GENERATED],
  ["SkillMeat's own tracker", "real", REAL && readFileSync(REAL, "utf8")],
] as const;

describe.each(TRACKERS)("Importing %s of 132 records", (_, id, text) => {
  it.skipIf(text === undefined)(
    "An import with backfill leaves no profile field null and changes no other byte",
    async () => {
      const tracker = text as string;
      const [plain, filled] = [await project(`${id}-plain`), await project(`${id}-filled`)];
      const counts = { created: 132, updated: 0, unchanged: 0, superseded: 0 };
      expect((await load(plain, tracker)).json).toMatchObject(counts);
      expect((await load(filled, tracker, "?backfill=true")).json).toMatchObject(counts);
      const [before, after] = [inNames(await records(plain)), inNames(await records(filled))];
      expect([before.length, after.length]).toEqual([132, 132]);
      // Some fields did need backfill.
      expect(before.filter((record) => OWNER.some((field) => record[field] === null)).length).toBeGreaterThan(1);
      for (const record of after) {
        for (const field of OWNER) expect([nameOf(record), field, record[field]]).not.toContain(null);
        expect(record.deployment_id).toMatch(new RegExp(`^${record.deployment_profile_id}:`));
        expect(
          (await service.call("GET", `${filled}/${encodeURIComponent(record.deployment_id as string)}`)).json,
        ).toEqual(record);
      }
      expect(after.map(withoutIdentity)).toEqual(before.map(withoutIdentity));
      for (const [i, record] of before.entries()) {
        for (const field of OWNER) {
          if (record[field] !== null)
            expect([nameOf(record), after[i]?.[field]]).toEqual([nameOf(record), record[field]]);
        }
      }
      const [from, to] = [await exported(plain), await exported(filled)];
      expect(withoutOwner(to)).toBe(withoutOwner(from));
      expect(to.match(/^deployment_profile_id = /gm)).toHaveLength(132);
    },
  );

  it.skipIf(text === undefined)("Importing the same file or its export again changes nothing", async () => {
    const path = `/projects/${id}-filled/deployments`;
    const unchanged = { created: 0, updated: 0, unchanged: 132, superseded: 0 };
    const exportBefore = await exported(path);
    const all = await records(path);
    expect((await load(path, text as string, "?backfill=true")).json).toMatchObject(unchanged);
    expect((await load(path, exportBefore)).json).toMatchObject(unchanged);
    expect((await load(path, exportBefore, "?backfill=true")).json).toMatchObject(unchanged);
    expect(await records(path)).toEqual(all);
    expect(await exported(path)).toBe(exportBefore);
  });
});

it.skipIf(REAL === undefined)(
  "With backfill, every record of SkillMeat's own tracker belongs to claude_code",
  async () => {
    const ids = async (id: string) => (await records(`/projects/${id}/deployments`)).map((r) => r.deployment_id);
    expect(await ids("real-filled")).toEqual(await ids("real-plain"));
    expect(
      new Set((await records("/projects/real-filled/deployments")).map((r) => `${r.platform} ${r.profile_root_dir}`)),
    ).toEqual(new Set(["claude_code .claude"]));
  },
);

describe("The query parameter backfill", () => {
  it("backfill=true fills the missing profile fields of each row; without it nothing is filled", async () => {
    const text = [
      row("plain", "skills/plain"),
      row("codex", ".codex/skills/codex"),
      row("part", "skills/part", 'platform = "gemini"\n'),
      row("whole", ".codex/skills/whole", 'deployment_profile_id = "p"\nplatform = "q"\nprofile_root_dir = "r"\n'),
    ].join("\n");
    const filled = await project("asked");
    await load(filled, text, "?backfill=true");
    const owners = async (path: string) =>
      Object.fromEntries(
        (await records(path)).map((r) => [r.deployment_id, [r.deployment_profile_id, r.platform, r.profile_root_dir]]),
      );
    expect(await owners(filled)).toEqual({
      "claude_code:skill:plain": ["claude_code", "claude_code", ".claude"],
      "codex:skill:codex": ["codex", "codex", ".codex"],
      "gemini:skill:part": ["gemini", "gemini", ".gemini"],
      "p:skill:whole": ["p", "q", "r"],
    });
    for (const [id, query] of [
      ["unasked", ""],
      ["refused", "?backfill=false"],
    ] as const) {
      const path = await project(id);
      expect((await load(path, text, query)).status).toBe(200);
      expect(await owners(path)).toEqual({
        "claude_code:skill:codex": [null, null, null],
        "claude_code:skill:part": [null, "gemini", null],
        "claude_code:skill:plain": [null, null, null],
        "p:skill:whole": ["p", "q", "r"],
      });
    }
  });

  it("Importing the same rows later with backfill updates the records whose identity stays the same", async () => {
    const path = await project("later");
    const text = row("a", "skills/a");
    await load(path, text);
    expect((await load(path, text, "?backfill=true")).json).toMatchObject({ updated: 1, created: 0 });
    expect(await records(path)).toMatchObject([owner("claude_code", "claude_code", ".claude")]);
    await service.drain();
    const events = (await service.call("GET", "/projects/later/events")).json as { type: string }[];
    expect(events.map((e) => e.type)).toEqual(["skillmeat.deployment.created", "skillmeat.deployment.updated"]);
  });

  it("Rows that get the same identity by backfill count as superseded, and the last one is kept", async () => {
    const path = await project("one");
    const text = [row("a", ".codex/a"), row("a", "x", 'deployment_profile_id = "codex"\n')].join("\n");
    expect((await load(path, text)).json).toMatchObject({ created: 2, superseded: 0 });
    const filled = await project("one-filled");
    expect((await load(filled, text, "?backfill=true")).json).toMatchObject({ created: 1, superseded: 1 });
    expect(await records(filled)).toMatchObject([{ artifact_path: "x", ...owner("codex", "codex", ".codex") }]);
  });

  it("A value of backfill other than true or false answers 422 before any row is written", async () => {
    const path = await project("strict");
    for (const value of ["yes", "1", "TRUE", "", "true%20"]) {
      const reply = await load(path, row("a", "x"), `?backfill=${value}`);
      expect([value, problemOf(reply)]).toEqual([
        value,
        { status: 422, code: "validation-failed", places: ["?backfill"] },
      ]);
    }
    expect(await records(path)).toEqual([]);
    const bad = await load(path, row("a", "../x"), "?backfill=true");
    expect(problemOf(bad)).toEqual({ status: 422, code: "validation-failed", places: ["/deployed/0/artifact_path"] });
    expect((await load("/projects/ghost/deployments", row("a", "x"), "?backfill=true")).status).toBe(404);
  });

  it("An import with backfill and one without it are different requests under one Idempotency-Key", async () => {
    const path = await project("once");
    const idempotencyKey = { "idempotency-key": "backfill-once" };
    expect((await load(path, row("a", "x"), "", idempotencyKey)).status).toBe(200);
    expect((await load(path, row("a", "x"), "?backfill=true", idempotencyKey)).status).toBe(422);
    expect(await records(path)).toMatchObject([owner(null, null, null)]);
    expect((await load(path, row("a", "x"), "", idempotencyKey)).headers.get("idempotent-replayed")).toBe("true");
  });
});

describe("inferOwner", () => {
  const ownerOf = (artifact_path: string, more: Partial<ProfileHints> = {}) => inferProfile({ artifact_path, ...more });

  it("The owner is the platform whose root the path starts with", () => {
    expect(ownerOf(".claude/skills/x")).toEqual(owner("claude_code", "claude_code", ".claude"));
    expect(ownerOf(".codex/skills/x")).toEqual(owner("codex", "codex", ".codex"));
    expect(ownerOf(".gemini/commands/x.toml")).toEqual(owner("gemini", "gemini", ".gemini"));
    expect(ownerOf(".cursor/rules/x.mdc")).toEqual(owner("cursor", "cursor", ".cursor"));
    expect(ownerOf(".opencode/agents/x.md")).toEqual(owner("opencode", "opencode", ".opencode"));
    // Two platforms have this root; the first one in the catalogue is meant.
    expect(ownerOf(".github/prompts/x")).toEqual(owner("copilot", "copilot", ".github"));
    expect(ownerOf(".codex")).toEqual(owner("codex", "codex", ".codex"));
  });

  it("A path in the shared folder .agents belongs to none of the platforms that share it", () => {
    expect(ownerOf(".agents/skills/x")).toEqual(owner("agents", "other", ".agents"));
  });

  it("The owner is the primary platform when the path names no known root", () => {
    const primary = owner("claude_code", "claude_code", ".claude");
    for (const path of ["skills/x", "x", ".unknown/skills/x", ".codexes/x", "a/.codex/x", "codex/x", "other/x"]) {
      expect([path, ownerOf(path)]).toEqual([path, primary]);
    }
    expect(ownerOf("skills/x", owner(null, null, null) as Partial<ProfileHints>)).toEqual(primary);
  });

  it("Each field that is given is kept", () => {
    const path = ".codex/skills/x";
    expect(ownerOf(path, { deployment_profile_id: "mine" })).toEqual(owner("mine", "codex", ".codex"));
    expect(ownerOf(path, { platform: "gemini" })).toMatchObject({ platform: "gemini", profile_root_dir: ".codex" });
    expect(ownerOf(path, { profile_root_dir: ".cursor" })).toEqual(owner("cursor", "cursor", ".cursor"));
    expect(ownerOf(path, owner("a", "b", "c") as Partial<ProfileHints>)).toEqual(owner("a", "b", "c"));
    expect(ownerOf(path, { deployment_profile_id: "mine", platform: "tomorrow" })).toEqual(
      owner("mine", "tomorrow", ".codex"),
    );
    expect(ownerOf("skills/x", { deployment_profile_id: "mine" })).toEqual(owner("mine", "claude_code", ".claude"));
    expect(ownerOf("skills/x", { platform: "tomorrow" })).toMatchObject({
      platform: "tomorrow",
      profile_root_dir: ".claude",
    });
  });

  it("The root is that of the given platform when the path names none", () => {
    expect(ownerOf("skills/x", { platform: "codex" })).toEqual(owner("codex", "codex", ".codex"));
    expect(ownerOf("skills/x", { deployment_profile_id: "gemini" })).toEqual(owner("gemini", "gemini", ".gemini"));
    // A path is stronger evidence than a name.
    expect(ownerOf(".cursor/x", { deployment_profile_id: "gemini" })).toEqual(owner("gemini", "gemini", ".cursor"));
    expect(ownerOf("skills/x", { platform: "other" })).toMatchObject({
      platform: "other",
      profile_root_dir: ".claude",
    });
  });

  it("A profile is named after its root when no platform has that root", () => {
    expect(ownerOf("skills/x", { profile_root_dir: ".mine" })).toEqual(owner("mine", "other", ".mine"));
    expect(ownerOf("skills/x", { profile_root_dir: "a/.b" })).toEqual(owner("a-.b", "other", "a/.b"));
    expect(ownerOf("skills/x", { profile_root_dir: ".x", platform: "codex" })).toMatchObject(owner("x", "codex", ".x"));
  });

  it("Every root gives a valid profile id, and a platform that shares its root with others keeps its own name", () => {
    for (const root of ["My Tool", "_x", "...", "ab:c", "x#y", "é", "y".repeat(200)]) {
      const { deployment_profile_id } = ownerOf("skills/x", { profile_root_dir: root });
      expect([root, ProfileId.safeParse(deployment_profile_id).success]).toEqual([root, true]);
    }
    expect(ownerOf(".github/x", { platform: "copilot_cli" })).toEqual(owner("copilot_cli", "copilot_cli", ".github"));
    expect(ownerOf(".roo/x", { platform: "zoocode" })).toEqual(owner("zoocode", "zoocode", ".roo"));
  });

  it("A root that belongs to one platform identifies that platform", () => {
    for (const platform of ["claude_code", "codex", "gemini", "cursor", "copilot", "opencode"] as const) {
      const root = readPlatform(platform).root_dir as string;
      expect(ownerOf(`${root}/x/y`)).toEqual(owner(platform, platform, root));
    }
  });
});
