/** Observations: what clients saw of deployment records on a disk, beside the records, with one event for each change of state. */

import type { DeploymentRead } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
import type { ObservationResult } from "@skillmeat-deployments/core/model/observations/record-observations.schema.ts";
import type { Status } from "@skillmeat-deployments/core/reports/status.schema.ts";
import { createProject, type TestProject } from "@skillmeat-deployments/testing/project.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

const NOW = new Date("2026-03-10T12:00:00.000Z");
let service: Service;
let project: TestProject;
let projects = 0;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());
beforeEach(async () => {
  service.clock.now = NOW;
  project = await createProject(service, `p${projects++}`, ["claude_code", "codex"]);
  for (const name of ["a", "b", "c"]) await record(name);
});

const record = (artifact_name: string, deployment_profile_id = "claude_code") =>
  project.record({ artifact_type: "skill", artifact_name, content_hash: "h1", deployment_profile_id });
const idOf = (name: string) => `claude_code:skill:${name}`;
/** A time of the morning: `10:05`. */
const at = (time: string) => `2026-03-10T${time}:00.000Z`;
type Seen = [name: string, state: string, hash?: string | null];
const item = ([name, state, hash]: Seen) => ({
  deployment_id: idOf(name),
  state,
  ...(hash === undefined ? {} : { hash }),
});
const send = (body: object, more: { key?: string; headers?: Record<string, string> } = {}) =>
  service.call("POST", `${project.at}/observations`, { body, ...more });
const resultOf = (reply: Reply) => {
  expect([reply.status, reply.status === 200 ? "" : reply.text]).toEqual([200, ""]);
  return reply.json as ObservationResult;
};
const report = async (time: string, ...seen: Seen[]) =>
  resultOf(await send({ observed_at: at(time), items: seen.map(item) })).counts;
const NONE = { changed: 0, unchanged: 0, ignored: 0, unknown: 0 };

const read = async (name: string) => (await project.read(idOf(name))) as DeploymentRead;
const listed = async (query = "") =>
  ((await service.call("GET", `${project.at}/deployments${query}`)).json as DeploymentRead[]).map((one) => [
    one.artifact_name,
    one.observed?.state,
  ]);
const status = async (query = "") => (await service.call("GET", `${project.at}/status${query}`)).json as Status;
async function events(query = "?limit=100"): Promise<CloudEvent[]> {
  await service.drain();
  return (await service.call("GET", `${project.at}/events${query}`)).json as CloudEvent[];
}
/** The changes of state in the feed, in its order: `a: none → synced`. */
const changes = async () =>
  (await events("?limit=100&type=skillmeat.deployment.observed")).map(({ subject, data: { before, after } }) => {
    const name = subject.slice(subject.lastIndexOf(":") + 1);
    return `${name}: ${before?.state ?? "none"} → ${after?.state}`;
  });

describe("What was observed", () => {
  it("is shown with its time by the record, the list and the status, and null before", async () => {
    expect((await read("a")).observed).toBeNull();
    expect(await listed()).toEqual(["a", "b", "c"].map((name) => [name, undefined]));
    expect((await status()).untracked).toBeNull();
    const reply = await send({
      observed_at: "2026-03-10T11:00:00.1234+01:00",
      untracked: 7,
      items: [item(["a", "modified", "77c1"]), item(["b", "missing"])],
    });
    expect(resultOf(reply)).toEqual({ counts: { ...NONE, changed: 2 }, unknown: [] });
    const seen = { state: "modified", hash: "77c1", observed_at: "2026-03-10T10:00:00.123Z" };
    expect((await read("a")).observed).toEqual(seen);
    expect(await listed()).toEqual([
      ["a", "modified"],
      ["b", "missing"],
      ["c", undefined],
    ]);
    expect(await listed("?limit=1&profile_id=claude_code")).toEqual([["a", "modified"]]);
    expect(await listed("?artifact_name=b")).toEqual([["b", "missing"]]);
    expect(await listed("?profile_id=claude_code&artifact_type=skill&artifact_name=b")).toEqual([["b", "missing"]]);
    expect(await listed("?status=synced")).toHaveLength(3);
    const { counts, platforms, profiles, untracked } = await status();
    const observed = { synced: 0, modified: 1, missing: 1, none: 1 };
    expect([counts.observed, platforms.claude_code?.observed, profiles[0]?.counts.observed]).toEqual(
      Array(3).fill(observed),
    );
    expect(profiles[1]?.counts.observed).toEqual({ synced: 0, modified: 0, missing: 0, none: 0 });
    expect(profiles[0]?.deployments.map((one) => one.observed)).toEqual([
      seen,
      { ...seen, state: "missing", hash: null },
      null,
    ]);
    expect(untracked).toEqual({ count: 7, observed_at: seen.observed_at });
  });

  it("selects the records that a status lists, together with their status", async () => {
    await record("a", "codex");
    await report("10:00", ["a", "modified"], ["b", "synced"]);
    const ids = async (query: string) => {
      const { profiles, counts } = await status(query);
      expect([counts.total, profiles.some(({ truncated }) => truncated)]).toEqual([4, false]);
      return profiles.flatMap(({ deployments }) => deployments.map(({ deployment_id }) => deployment_id));
    };
    expect(await ids("?observed=modified")).toEqual([idOf("a")]);
    expect(await ids("?observed=synced")).toEqual([idOf("b")]);
    expect(await ids("?observed=missing")).toEqual([]);
    expect(await ids("?observed=none")).toEqual([idOf("c"), "codex:skill:a"]);
    expect(await ids("?observed=modified&status=synced")).toEqual([idOf("a")]);
    expect(await ids("?observed=modified&status=outdated")).toEqual([]);
    const reply = await service.call("GET", `${project.at}/status?observed=gone`);
    expect(problemOf(reply)).toMatchObject({ status: 422, places: ["?observed"] });
  });

  it("changes neither the record, nor its version, ETag and update, nor what a write answers, nor the tracker", async () => {
    const path = `${project.at}/deployments/${idOf("a")}`;
    const before = await service.call("GET", path);
    const tag = before.headers.get("etag") as string;
    const tracker = await project.exported();
    service.clock.now = new Date(NOW.getTime() + 60_000);
    await report("10:00", ["a", "modified", "77c1"]);
    const after = await service.call("GET", path);
    expect(after.headers.get("etag")).toBe(tag);
    const { observed, ...rest } = after.json as DeploymentRead;
    expect({ ...rest, observed: null }).toEqual(before.json);
    expect(observed?.state).toBe("modified");
    expect((await service.call("GET", path, { headers: { "if-none-match": tag } })).status).toBe(304);
    const since = `?updated_since=${encodeURIComponent(service.clock.now.toISOString())}`;
    expect(await listed(since)).toEqual([]);
    expect(await project.exported()).toBe(tracker);
    // What was read can be sent back. What was seen before a write says nothing of what it wrote.
    const headers = { "if-match": tag };
    const patched = await service.call("PATCH", path, { body: after.json, headers });
    expect([patched.status, patched.headers.get("etag"), patched.json]).toEqual([200, tag, rest]);
    expect(await record("a")).toEqual(rest);
    expect((await read("a")).observed).toEqual(observed);
  });

  it("is read beyond the rows that are read with the page: with a filter, and behind those of deleted records", async () => {
    await report("10:00", ["a", "missing"], ["b", "modified"], ["c", "synced"]);
    await service.drain();
    for (const name of ["a", "b"]) await service.call("DELETE", `${project.at}/deployments/${idOf(name)}`);
    // The recorder has not removed them yet.
    expect(await listed("?limit=1&content_hash=h1")).toEqual([["c", "synced"]]);
    expect((await status()).counts).toMatchObject({ total: 1, observed: { synced: 1, modified: 0, missing: 0 } });
    await service.drain();
    const pk = `T#acme#P#${project.at.slice("/projects/".length)}`;
    const rows = async () => (await service.table.query({ pk, prefix: "N#OBSERVED#", limit: 10 })).rows;
    const [left] = await rows();
    expect(await rows()).toHaveLength(1);
    // What a report has left behind that was made while its records were deleted.
    for (const name of ["a", "b"]) {
      const late = { ...left, pk, sk: `N#OBSERVED#${idOf(name)}`, record: "0".repeat(26), change: `late-${name}` };
      await service.table.put(late, { is: "absent" });
    }
    expect(await listed("?limit=1")).toEqual([["c", "synced"]]);
    await service.drain();
    expect(await rows()).toEqual([left]);
  });
});

describe("The events about observations", () => {
  it("There is one for each change of state, the first one included, with the record as subject, in the project's feed", async () => {
    await report("10:00", ["a", "synced", "h1"]);
    await report("10:01", ["a", "synced", "h1"]);
    await report("10:02", ["a", "modified", "77c1"]);
    // Another hash in the same state is no change of state.
    await report("10:03", ["a", "modified", "99ff"]);
    const observed = (await events()).filter(({ type }) => type === "skillmeat.deployment.observed");
    const subject = `${project.at}/deployments/${idOf("a")}`;
    expect(observed.map((one) => one.subject)).toEqual([subject, subject]);
    const side = (time: string, state: string, hash: string) => ({
      deployment_id: idOf("a"),
      state,
      hash,
      observed_at: at(time),
    });
    const origin = { actor: `key:${service.key.split("_")[2]}`, request_id: expect.any(String) };
    expect(observed.map(({ data }) => data)).toEqual([
      { before: null, after: side("10:00", "synced", "h1"), ...origin },
      { before: side("10:01", "synced", "h1"), after: side("10:02", "modified", "77c1"), ...origin },
    ]);
    expect((await read("a")).observed).toMatchObject({ hash: "99ff", observed_at: at("10:03") });
    const schema = (await service.call("GET", "/events/schemas/skillmeat.deployment.observed")).json as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    for (const { data } of observed) expect([validate(data), validate.errors]).toEqual([true, null]);
    expect(validate({ ...observed[0]?.data, after: null })).toBe(false);
    expect(await events(`?limit=100&subject=${encodeURIComponent(subject)}`)).toHaveLength(3);
  });

  it("Two branches that report in turn make one event for each change, and none while their states are equal", async () => {
    const both: Seen[] = [
      ["a", "synced"],
      ["b", "missing"],
    ];
    for (let minute = 10; minute < 20; minute++) await report(`10:${minute}`, ...both);
    expect((await changes()).sort()).toEqual(["a: none → synced", "b: none → missing"]);
    for (let minute = 20; minute < 24; minute++)
      await report(`10:${minute}`, ["a", minute % 2 === 0 ? "modified" : "synced"], ["b", "missing"]);
    expect((await changes()).slice(2)).toEqual([
      "a: synced → modified",
      "a: modified → synced",
      "a: synced → modified",
      "a: modified → synced",
    ]);
  });

  it("Observations out of order are ignored, also behind one that only moved the time, and so are twins of another state", async () => {
    expect(await report("10:00", ["a", "synced"])).toEqual({ ...NONE, changed: 1 });
    expect(await report("10:20", ["a", "synced"])).toEqual({ ...NONE, unchanged: 1 });
    expect(await report("10:10", ["a", "modified"])).toEqual({ ...NONE, ignored: 1 });
    expect(await report("10:10", ["a", "synced"])).toEqual({ ...NONE, ignored: 1 });
    expect(await report("10:20", ["a", "missing"])).toEqual({ ...NONE, ignored: 1 });
    expect(await report("10:20", ["a", "synced", "other"])).toEqual({ ...NONE, unchanged: 1 });
    expect((await read("a")).observed).toEqual({ state: "synced", hash: null, observed_at: at("10:20") });
    expect(await changes()).toEqual(["a: none → synced"]);
    for (const [time, untracked] of [
      ["10:20", 5],
      ["10:10", 9],
      ["10:20", 6],
    ] as const) {
      await send({ observed_at: at(time), untracked, items: [] });
    }
    expect((await status()).untracked).toEqual({ count: 5, observed_at: at("10:20") });
    expect(await events("?limit=100&type=skillmeat.profile.*")).toHaveLength(2);
  });

  it("Records that do not exist, are deleted, or belong to another project or tenant are listed as unknown", async () => {
    await service.call("DELETE", `${project.at}/deployments/${idOf("b")}`);
    const reply = await send({
      observed_at: at("10:00"),
      items: [item(["b", "missing"]), item(["never", "synced"]), item(["a", "synced"])],
    });
    const expected = { ...NONE, changed: 1, unknown: 2 };
    expect(resultOf(reply)).toEqual({ counts: expected, unknown: [idOf("b"), idOf("never")] });
    const other = await createProject(service, `other${projects}`, ["claude_code"]);
    const body = { observed_at: at("10:00"), items: [item(["a", "synced"])] };
    const elsewhere = await service.call("POST", `${other.at}/observations`, { body });
    expect(resultOf(elsewhere)).toEqual({ counts: { ...NONE, unknown: 1 }, unknown: [idOf("a")] });
    const foreign = await service.newTenant(`tenant${projects}`);
    expect(problemOf(await send(body, { key: foreign }))).toMatchObject({ status: 404 });
    expect(await changes()).toEqual(["a: none → synced"]);
  });

  it("A record that is created again begins without an observation, before and after the recorder has cleaned up", async () => {
    const path = `${project.at}/deployments/${idOf("a")}`;
    for (const drain of [false, true]) {
      await report("10:00", ["a", "modified"]);
      if (drain) await service.drain();
      expect((await service.call("DELETE", path)).status).toBe(204);
      expect(await report("10:01", ["a", "missing"])).toEqual({ ...NONE, unknown: 1 });
      if (drain) await service.drain();
      await record("a");
      expect((await read("a")).observed).toBeNull();
      expect((await listed())[0]).toEqual(["a", undefined]);
      expect((await status("?observed=none")).profiles[0]?.deployments).toHaveLength(3);
    }
    // Its first observation can be older than what was seen of the former record.
    expect(await report("09:00", ["a", "synced"])).toEqual({ ...NONE, changed: 1 });
    expect(await changes()).toEqual(["a: none → modified", "a: none → modified", "a: none → synced"]);
    expect((await read("a")).observed?.observed_at).toBe(at("09:00"));
  });
});

describe("A report", () => {
  const refused = async (body: object) => problemOf(await send(body));

  it("needs deployments:write and no other scope", async () => {
    const keyOf = async (scopes: string[]) =>
      ((await service.call("POST", "/keys", { body: { name: "k", scopes } })).json as { key: string }).key;
    const body = { observed_at: at("10:00"), items: [item(["a", "synced"])] };
    const reader = await keyOf(["deployments:read", "profiles:write"]);
    expect(problemOf(await send(body, { key: reader }))).toMatchObject({ status: 403, code: "missing-scope" });
    expect((await read("a")).observed).toBeNull();
    expect(resultOf(await send(body, { key: await keyOf(["deployments:write"]) })).counts.changed).toBe(1);
  });

  it("has a time with a zone, at most five minutes in the future, and each record once", async () => {
    const items = [item(["a", "synced"])];
    for (const observed_at of ["2026-03-10T10:00:00", "2026-03-10", "now", 7, "0000-01-01T00:00:00+01:00", undefined]) {
      expect([observed_at, await refused({ observed_at, items })]).toEqual([
        observed_at,
        { status: 422, code: "validation-failed", places: ["/observed_at"] },
      ]);
    }
    const ahead = { status: 422, code: "validation-failed", places: ["/observed_at"] };
    expect(await refused({ observed_at: "2026-03-10T12:05:00.001Z", items })).toEqual(ahead);
    const twice = [item(["a", "synced"]), item(["b", "synced"]), item(["a", "missing"])];
    expect((await refused({ observed_at: at("10:00"), items: twice })).places).toEqual(["/items/2/deployment_id"]);
    expect((await read("a")).observed).toBeNull();
    const latest = resultOf(await send({ observed_at: "2026-03-10T12:05:00.000Z", items }));
    expect(latest.counts).toEqual({ ...NONE, changed: 1 });
  });

  it("is refused as a whole if an item is invalid, with a pointer for each error", async () => {
    const reply = await send({
      observed_at: at("10:00"),
      items: [
        item(["a", "synced"]),
        item(["a/b", "synced"]),
        item(["b", "outdated"]),
        item(["c", "missing", "h"]),
        { ...item(["d", "synced"]), colour: "red" },
        { state: "synced" },
      ],
    });
    expect(problemOf(reply)).toEqual({
      status: 422,
      code: "validation-failed",
      places: [
        "/items/1/deployment_id",
        "/items/2/state",
        "/items/3/hash",
        "/items/4/colour",
        "/items/5/deployment_id",
      ],
    });
    expect(await refused({ observed_at: at("10:00"), items: [], untracked: -1 })).toMatchObject({
      places: ["/untracked"],
    });
    expect(await listed()).toEqual(["a", "b", "c"].map((name) => [name, undefined]));
  });

  it("has 0 to 500 items and at most 256 KiB, and an answer that fits under an idempotency key", async () => {
    // The longest ids: names of 256 bytes, which an id writes in up to 768.
    const long = (i: number) => item([`${String(i).padStart(3, "0")}${"~25".repeat(150)}`, "synced"]);
    const body = (count: number) => ({
      observed_at: at("10:00"),
      items: Array.from({ length: count }, (_, i) => long(i)),
    });
    const headers = { "idempotency-key": project.at };
    expect(resultOf(await send(body(0))).counts).toEqual(NONE);
    expect(resultOf(await send(body(500), { headers })).counts).toEqual({ ...NONE, unknown: 500 });
    expect((await send(body(500), { headers })).headers.get("idempotent-replayed")).toBe("true");
    expect((await refused(body(501))).places).toEqual(["/items"]);
    const text = JSON.stringify(body(1));
    const padded = (bytes: number) =>
      service.call("POST", `${project.at}/observations`, {
        text: text.padEnd(bytes),
        headers: { "content-type": "application/json" },
      });
    expect((await padded(256 * 1024)).status).toBe(200);
    expect(problemOf(await padded(256 * 1024 + 1))).toMatchObject({ status: 413, code: "too-large" });
  });

  it("is answered 404 if its project does not exist", async () => {
    const body = { observed_at: at("10:00"), items: [] };
    const reply = await service.call("POST", "/projects/none/observations", { body });
    expect(problemOf(reply)).toMatchObject({ status: 404, code: "not-found" });
  });
});
