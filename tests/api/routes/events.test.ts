/** The feeds over HTTP: a tenant's and each project's. */
import { RETENTION_DAYS } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

type Event = {
  id: string;
  type: string;
  subject: string;
  sequence: string;
  time: string;
  source: string;
  data: { before: object | null; after: object | null; actor: string; request_id: string };
};
const events = (reply: Reply) => reply.json as Event[];
const nextOf = (reply: Reply) => /<(.*)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1] as string;

describe("The event feeds", () => {
  it("Each change appears once in its feed, with its state before and after, its actor and its request id", async () => {
    const key = await service.newTenant("teller");
    const call = (method: string, path: string, body?: object, id = "r") =>
      service.call(method, path, { key, ...(body ? { body } : {}), headers: { "x-request-id": id } });
    const made = await call("POST", "/projects", { project_id: "p" }, "req-1");
    const edited = await call("PATCH", "/projects/p", { name: "N" }, "req-2");
    const profile = await call("POST", "/projects/p/profiles", { profile_id: "c", platform: "codex" });
    const changed = await call("PUT", "/projects/p/profiles/c", { description: "d" });
    await call("PUT", "/projects/p/profiles/c", { description: "d" });
    const deployed = await call("POST", "/projects/p/deployments", {
      artifact_type: "skill",
      artifact_name: "s",
      content_hash: "h",
      deployment_profile_id: "c",
    });
    await call("DELETE", "/projects/p/profiles/c");
    const artifact = await call("POST", "/artifacts", { type: "skill", name: "a b" });
    await service.drain();

    const projectEvents = events(await call("GET", "/projects/p/events"));
    const actor = `key:${key.split("_")[2]}`;
    expect(projectEvents.map((e) => [e.type, e.subject, Number(e.sequence), e.data.before, e.data.after])).toEqual([
      ["skillmeat.profile.created", "/projects/p/profiles/c", 1, null, profile.json],
      ["skillmeat.profile.updated", "/projects/p/profiles/c", 2, profile.json, changed.json],
      ["skillmeat.deployment.created", "/projects/p/deployments/c:skill:s", 3, null, deployed.json],
      ["skillmeat.profile.deleted", "/projects/p/profiles/c", 4, changed.json, null],
    ]);
    expect(projectEvents.every((e) => e.data.actor === actor && e.source === "/tenants/teller")).toBe(true);

    const tenantEvents = events(await call("GET", "/events"));
    expect(
      tenantEvents.map((e) => [e.type, Number(e.sequence), e.data.before, e.data.after, e.data.request_id]),
    ).toEqual([
      ["skillmeat.project.created", 1, null, made.json, "req-1"],
      ["skillmeat.project.updated", 2, made.json, edited.json, "req-2"],
      ["skillmeat.artifact.created", 3, null, artifact.json, "r"],
    ]);
    expect(`"${tenantEvents[0]?.id}"`).toBe(made.headers.get("etag"));
  });

  it("A page always has a Link to the next position, even when the page is empty", async () => {
    await service.call("POST", "/projects", { body: { project_id: "poll" } });
    const empty = await service.call("GET", "/projects/poll/events?limit=2");
    expect(empty.json).toEqual([]);
    for (let i = 0; i < 5; i++)
      await service.call("POST", "/projects/poll/profiles", { body: { profile_id: `p${i}`, platform: "codex" } });
    await service.drain();
    const seen: number[] = [];
    let next = nextOf(empty);
    for (let i = 0; i < 4; i++) {
      const page = await service.call("GET", next);
      seen.push(...events(page).map((e) => Number(e.sequence)));
      next = nextOf(page);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(next).toBe("/projects/poll/events?after=00000000000000000005&limit=2");
    expect(nextOf(await service.call("GET", "/api/v1/projects/poll/events"))).toMatch(/^\/api\/v1\/projects/);
  });

  it("A position beyond the head answers 400, and an invalid position answers 422", async () => {
    await service.call("POST", "/projects", { body: { project_id: "pos" } });
    const beyond = await service.call("GET", "/projects/pos/events?after=1");
    expect(problemOf(beyond)).toEqual({ status: 400, code: "beyond-head", places: ["?after"] });
    expect(problemOf(await service.call("GET", `/projects/pos/events?after=${"9".repeat(20)}`)).code).toBe(
      "beyond-head",
    );
    for (const after of ["x", "-1", "1.5", "", "9".repeat(21)]) {
      expect(problemOf(await service.call("GET", `/projects/pos/events?after=${after}`)).status).toBe(422);
    }
  });

  it("Events expire after the retention period, and reading from an expired position answers 410", async () => {
    const key = await service.newTenant("old");
    const call = (path: string) => service.call("GET", path, { key });
    const day = 86_400_000;
    const start = new Date("2026-01-01T00:00:00.000Z");
    for (const [i, at] of [0, 10, 20].entries()) {
      service.clock.now = new Date(start.getTime() + at * day);
      await service.call("POST", "/artifacts", { key, body: { type: "skill", name: `a${i}` } });
      await service.drain();
    }
    try {
      service.clock.now = new Date(start.getTime() + (RETENTION_DAYS + 11) * day);
      const oldest = await call("/events");
      expect(events(oldest).map((e) => Number(e.sequence))).toEqual([3]);
      expect(problemOf(await call("/events?after=0"))).toEqual({ status: 410, code: "expired", places: [] });
      expect(problemOf(await call("/events?after=1")).status).toBe(410);
      expect(events(await call("/events?after=2")).map((e) => Number(e.sequence))).toEqual([3]);
      // TTL deletes late and in any order: a row that has expired by the clock leaves no hole when it is deleted.
      await service.table.remove(keys.event("old", "TENANT", "2".padStart(20, "0")), { is: "live" });
      expect(events(await call("/events")).map((e) => Number(e.sequence))).toEqual([3]);
      service.clock.now = new Date(start.getTime() + 200 * day);
      const none = await call("/events");
      expect([none.json, nextOf(none)]).toEqual([[], "/events?after=00000000000000000003"]);
      expect((await call("/events?after=3")).json).toEqual([]);
    } finally {
      service.clock.now = undefined;
    }
  });

  it("A page ends before a gap in the sequence, and a later page continues once the gap is filled", async () => {
    const key = await service.newTenant("gap");
    for (let i = 0; i < 3; i++)
      await service.call("POST", "/artifacts", { key, body: { type: "skill", name: `a${i}` } });
    await service.drain();
    const missingKey = keys.event("gap", "TENANT", "2".padStart(20, "0"));
    const row = await service.table.get(missingKey);
    await service.table.remove(missingKey, { is: "live" });
    const page = await service.call("GET", "/events", { key });
    expect(events(page).map((e) => Number(e.sequence))).toEqual([1]);
    await service.table.put(row as never, { is: "absent" });
    expect(events(await service.call("GET", nextOf(page), { key })).map((e) => Number(e.sequence))).toEqual([2, 3]);
  });
});
