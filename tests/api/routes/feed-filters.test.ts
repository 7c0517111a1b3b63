/** Filters of feeds: a poller that follows `next` misses no match, reads none twice, and gets past what does not match. */
import { RETENTION_DAYS } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { EVENT_TYPES, typePatterns } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** What a page of a filtered feed reads at most. */
const MAX_ROWS = 1_000;
/** More than a page of a filtered feed reads. */
const RECORDS = 1_100;
const FEED = "/projects/p/events";
type Event = { type: string; subject: string; sequence: string };

let service: Service;
/** The rows that each query of the last request has read. */
let rowsRead: number[] = [];
let feed: Event[];

beforeAll(async () => {
  service = await createService({
    wrap: (table) => ({
      ...table,
      query: async (q) => {
        const page = await table.query(q);
        rowsRead.push(page.rows.length);
        return page;
      },
    }),
  });
  await send("POST", "/projects", { project_id: "p" });
  for (const profile_id of ["a", "b"]) {
    await send("POST", "/projects/p/profiles", { profile_id, platform: "codex" });
    await load(profile_id, RECORDS / 2);
    await send("PATCH", `/projects/p/profiles/${profile_id}`, { description: "changed" });
    await service.drain();
  }
  await send("POST", "/projects/p/deployments", { artifact_type: "skill", artifact_name: "x y", content_hash: "h" });
  await send("PATCH", "/projects/p/profiles/a", { description: "again" });
  await service.drain();
  feed = await follow({});
  expect(feed.length).toBe(RECORDS + 6);
});
afterAll(() => service.close());

async function send(method: string, path: string, body: object): Promise<void> {
  const reply = await service.call(method, path, { body });
  expect([reply.status < 300, reply.text]).toEqual([true, reply.text]);
}
async function load(profile: string, count: number): Promise<void> {
  const row = (i: number) =>
    `[[deployed]]\nartifact_name = "n${i}"\nartifact_type = "skill"\nartifact_path = "s/n${i}"\ncontent_hash = "h"\ndeployment_profile_id = "${profile}"\nplatform = "codex"\nprofile_root_dir = ".codex"\n`;
  const text = Array.from({ length: count }, (_, i) => row(i)).join("\n");
  const headers = { "content-type": "application/toml" };
  expect((await service.call("POST", "/projects/p/deployments/import", { text, headers })).status).toBe(200);
}

const nextOf = (reply: Reply) => /<(.*)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1] as string;
const positionOf = (path: string) => Number(new URLSearchParams(path.split("?")[1]).get("after"));
/** The rows that each page of the last feed has read. */
let pages: number[] = [];
/** Polls until the position does not move. */
async function follow(query: Record<string, string>): Promise<Event[]> {
  const events: Event[] = [];
  pages = [];
  for (let [at, before] = [`${FEED}?${new URLSearchParams({ limit: "100", ...query })}`, -1]; ; ) {
    rowsRead = [];
    const reply = await service.call("GET", at);
    expect([at, reply.status]).toEqual([at, 200]);
    const page = reply.json as Event[];
    expect(page.length).toBeLessThanOrEqual(Number(query.limit ?? 100));
    events.push(...page);
    pages.push(rowsRead.reduce((sum, rows) => sum + rows, 0));
    at = nextOf(reply);
    if (positionOf(at) === before) break;
    before = positionOf(at);
  }
  expect(Math.max(...pages)).toBeLessThanOrEqual(MAX_ROWS);
  return events;
}

describe("A filtered feed", () => {
  const xy = "/projects/p/deployments/claude_code:skill:x%20y";
  it.each<[Record<string, string>, (event: Event) => boolean]>([
    [{ type: "skillmeat.profile.updated" }, ({ type }) => type === "skillmeat.profile.updated"],
    [{ type: "skillmeat.profile.*" }, ({ type }) => type.startsWith("skillmeat.profile.")],
    [{ type: "skillmeat.deployment.created" }, ({ type }) => type === "skillmeat.deployment.created"],
    [{ type: "skillmeat.deployment.deleted" }, () => false],
    [{ type: "skillmeat.*" }, () => true],
    [{ subject: "/projects/p/profiles/a" }, ({ subject }) => subject === "/projects/p/profiles/a"],
    [{ subject: "/api/v1/projects/p/profiles/a" }, ({ subject }) => subject === "/projects/p/profiles/a"],
    [{ subject: "/projects/p/profiles/" }, () => false],
    [{ subject: xy }, ({ subject }) => subject === xy],
    [{ subject: decodeURIComponent(xy) }, ({ subject }) => subject === xy],
    [
      { subject: "/projects/p/profiles/a", type: "skillmeat.profile.updated" },
      ({ subject, type }) => subject === "/projects/p/profiles/a" && type === "skillmeat.profile.updated",
    ],
  ])("Polling with %o gives every match once, in order", async (query, matches) => {
    const expected = feed.filter(matches);
    for (const limit of expected.length > 100 ? ["100"] : ["1", "2", "100"]) {
      expect(await follow({ ...query, limit })).toEqual(expected);
    }
  });

  it("A page without a match reads 1,000 rows, and the next one begins after the last of them", async () => {
    const reply = await service.call("GET", `${FEED}?type=skillmeat.deployment.deleted`);
    expect(reply.json).toEqual([]);
    const at = `after=${String(MAX_ROWS).padStart(20, "0")}&type=skillmeat.deployment.deleted`;
    expect(nextOf(reply)).toBe(`${FEED}?${at}`);
    await follow({ type: "skillmeat.deployment.deleted" });
    expect(pages).toEqual([MAX_ROWS, feed.length - MAX_ROWS, 0]);
  });

  it("A page that its first rows fill reads no others, nor does a page without a filter", async () => {
    rowsRead = [];
    await service.call("GET", `${FEED}?limit=10&type=skillmeat.deployment.*&after=1`);
    expect(rowsRead).toEqual([10]);
    rowsRead = [];
    await service.call("GET", `${FEED}?limit=10`);
    expect(rowsRead).toEqual([10]);
    // The match is the 12th of these events.
    const first = feed.findIndex(({ type }) => type === "skillmeat.profile.updated") + 1;
    rowsRead = [];
    await service.call("GET", `${FEED}?limit=1&type=skillmeat.profile.updated&after=${first - 12}`);
    expect(rowsRead).toEqual([1, 4, 16]);
    // The next event is one of a profile too, so that the last query has two matches.
    const page = await service.call("GET", `${FEED}?limit=1&type=skillmeat.profile.*&after=${first - 12}`);
    expect([(page.json as Event[]).length, positionOf(nextOf(page))]).toEqual([1, first]);
  });

  it("At the end of the feed, next moves with every new event, and a match is served", async () => {
    const end = `${FEED}?after=${feed.length}&type=skillmeat.profile.updated`;
    expect(positionOf(nextOf(await service.call("GET", end)))).toBe(feed.length);
    await send("POST", "/projects/p/profiles", { profile_id: "late", platform: "codex" });
    await service.drain();
    const unmatched = await service.call("GET", end);
    expect([unmatched.json, positionOf(nextOf(unmatched))]).toEqual([[], feed.length + 1]);
    await send("PATCH", "/projects/p/profiles/late", { description: "x" });
    await service.drain();
    const matched = await service.call("GET", nextOf(unmatched));
    expect((matched.json as Event[]).map(({ subject }) => subject)).toEqual(["/projects/p/profiles/late"]);
  });

  it("It stops before a gap, and passes it when it is filled", async () => {
    const { uid } = (await service.table.get(keys.project(service.tenant, "p"))) as ResourceRow;
    const gap = keys.event(service.tenant, uid, "70".padStart(20, "0"));
    const row = await service.table.get(gap);
    await service.table.remove(gap, { is: "live" });
    const page = await service.call("GET", `${FEED}?type=skillmeat.deployment.deleted&limit=20`);
    expect(positionOf(nextOf(page))).toBe(69);
    await service.table.put(row as never, { is: "absent" });
    expect(positionOf(nextOf(await service.call("GET", nextOf(page))))).toBe(69 + MAX_ROWS);
  });

  it("A position whose events have expired is 410 with a filter too", async () => {
    service.clock.now = new Date(Date.now() + (RETENTION_DAYS + 1) * 86_400_000);
    const reply = await service.call("GET", `${FEED}?after=3&type=skillmeat.deployment.deleted`);
    service.clock.now = undefined;
    expect(problemOf(reply)).toEqual({ status: 410, code: "expired", places: [] });
  });

  it("A type that the feed cannot have is refused with those that it can have, and so is a subject that is no path", async () => {
    for (const [path, feedOf, other] of [
      ["/events", "tenant", "skillmeat.profile.*"],
      [FEED, "project", "skillmeat.project.created"],
    ] as const) {
      for (const type of ["skillmeat.profile.update", "skillmeat.profil.*", "*", "", other]) {
        const reply = await service.call("GET", `${path}?type=${type}`);
        expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: ["?type"] });
        for (const known of typePatterns(feedOf)) expect(reply.text).toContain(known);
      }
      expect(problemOf(await service.call("GET", `${path}?subject=p`)).places).toEqual(["?subject"]);
    }
    const patterns = [...typePatterns("tenant"), ...typePatterns("project")];
    expect(EVENT_TYPES.filter((type) => !patterns.includes(type))).toEqual([]);
  });
});
