/** Observations that meet others, deletes, crashes and a stream that repeats itself: one event for each change of state. */

import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { DeploymentRead } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
import type { ObservationResult } from "@skillmeat-deployments/core/model/observations/record-observations.schema.ts";
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { createProject, type TestProject } from "@skillmeat-deployments/testing/project.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
let proxy: FaultProxy;
let project: TestProject;
let projects = 0;
let id: string;
/** Changes what the app's table does, until the end of the test. */
let wrap: (table: Table) => Partial<Table> = () => ({});
beforeAll(async () => {
  service = await createService({
    through: async (endpoint) => {
      proxy = await createProxy(endpoint);
      return proxy.endpoint;
    },
    wrap: (table) => ({ ...table, ...wrap(table) }),
  });
});
afterAll(async () => {
  await service.close();
  await proxy.close();
});
beforeEach(async () => {
  id = `p${projects++}`;
  project = await createProject(service, id, ["claude_code"]);
  for (const name of ["a", "b", "c"]) await record(name);
  await service.drain();
});
afterEach(() => {
  wrap = () => ({});
  proxy.plan = () => undefined;
});

const record = (artifact_name: string) =>
  project.record({
    artifact_type: "skill",
    artifact_name,
    content_hash: "h1",
    deployment_profile_id: "claude_code",
  });
const idOf = (name: string) => `claude_code:skill:${name}`;
const at = (second: number) => `2026-03-10T10:00:${String(second).padStart(2, "0")}.000Z`;
type Seen = [name: string, state: string];
const bodyOf = (second: number, seen: readonly Seen[], more: object = {}) => ({
  observed_at: at(second),
  items: seen.map(([name, state]) => ({ deployment_id: idOf(name), state })),
  ...more,
});
const send = (body: object, headers: Record<string, string> = {}) =>
  service.call("POST", `${project.at}/observations`, { body, headers });
const countsOf = (reply: Reply) => {
  expect([reply.status, reply.status === 200 ? "" : reply.text]).toEqual([200, ""]);
  return (reply.json as ObservationResult).counts;
};
const report = async (second: number, ...seen: Seen[]) => countsOf(await send(bodyOf(second, seen)));
const NONE = { changed: 0, unchanged: 0, ignored: 0, unknown: 0 };
const observed = async (name: string) => ((await project.read(idOf(name))) as DeploymentRead).observed;
const rowsLeft = async (prefix: string) =>
  (await service.table.query({ pk: keys.projectPartition("acme", id), prefix, limit: 100 })).rows;

/** The changes of state in the project's feed: each follows the one before. */
async function changes(): Promise<string[]> {
  await service.drain();
  const page = await service.call("GET", `${project.at}/events?limit=100`);
  const events = page.json as CloudEvent[];
  expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, i) => i + 1));
  return events
    .filter(({ type }) => type === "skillmeat.deployment.observed")
    .map(({ subject, data }) => {
      const name = subject.slice(subject.lastIndexOf(":") + 1);
      return `${name}: ${data.before?.state ?? "none"} → ${data.after?.state}`;
    });
}

/** Runs work once, between the reads of the next report and its writes. */
function betweenReadAndWrite(work: () => Promise<unknown>) {
  let isDone = false;
  wrap = (table) => ({
    getMany: async (...args) => {
      const rows = await table.getMany(...args);
      const isLast = args[0].some(({ sk }) => sk.startsWith(PREFIX.deployment));
      if (isLast && !isDone) {
        isDone = true;
        await work();
      }
      return rows;
    },
  });
}

describe("A report that meets another one", () => {
  it("is not overtaken by an older one, although the newer one only moved the time", async () => {
    await report(1, ["a", "synced"]);
    betweenReadAndWrite(async () => {
      expect(await report(9, ["a", "synced"])).toEqual({ ...NONE, unchanged: 1 });
    });
    expect(await report(5, ["a", "modified"])).toEqual({ ...NONE, ignored: 1 });
    expect(await observed("a")).toMatchObject({ state: "synced", observed_at: at(9) });
    // The same for two that only move the time, and for the first ones of a record.
    betweenReadAndWrite(() => report(30, ["a", "synced"], ["b", "missing"]));
    expect(await report(20, ["a", "synced"], ["b", "synced"])).toEqual({ ...NONE, ignored: 2 });
    expect(await observed("a")).toMatchObject({ observed_at: at(30) });
    expect((await changes()).sort()).toEqual(["a: none → synced", "b: none → missing"]);
  });

  it("builds on the state that the other one has left", async () => {
    await report(1, ["a", "synced"]);
    betweenReadAndWrite(() => report(2, ["a", "modified"]));
    expect(await report(3, ["a", "modified"])).toEqual({ ...NONE, unchanged: 1 });
    betweenReadAndWrite(() => report(4, ["a", "synced"]));
    expect(await report(5, ["a", "modified"])).toEqual({ ...NONE, changed: 1 });
    expect(await changes()).toEqual([
      "a: none → synced",
      "a: synced → modified",
      "a: modified → synced",
      "a: synced → modified",
    ]);
  });

  it("among twenty at once leaves the newest, and each event follows the one before", async () => {
    const states = ["synced", "modified", "missing"] as const;
    const reports = Array.from({ length: 20 }, (_, i) => [(i * 7) % 20, states[i % 3] as string] as const);
    const counts = await Promise.all(reports.map(([second, state]) => report(second, ["a", state], ["b", state])));
    const newest = reports.find(([second]) => second === 19)?.[1];
    for (const name of ["a", "b"]) expect(await observed(name)).toMatchObject({ state: newest, observed_at: at(19) });
    const told = await changes();
    expect(told).toHaveLength(counts.reduce((sum, { changed }) => sum + changed, 0));
    for (const name of ["a", "b"]) {
      const own = told.flatMap((text) => (text.startsWith(name) ? [text.slice(3).split(" → ")] : []));
      expect(own.map(([before]) => before)).toEqual(["none", ...own.slice(0, -1).map(([, after]) => after)]);
    }
  });
});

describe("A report that meets a delete", () => {
  const remove = (name: string) => service.call("DELETE", `${project.at}/deployments/${idOf(name)}`);

  it("of its record leaves no observation, whether the recorder comes in between or not, and makes no further event", async () => {
    for (const drain of [false, true]) {
      await record("a");
      betweenReadAndWrite(async () => {
        expect((await remove("a")).status).toBe(204);
        if (drain) await service.drain();
      });
      expect(await report(1, ["a", "modified"])).toEqual({ ...NONE, changed: 1 });
      await service.drain();
      expect(await rowsLeft(PREFIX.observed)).toEqual([]);
    }
    expect(await changes()).toEqual(["a: none → modified", "a: none → modified"]);
  });

  it("and the same record anew says nothing of it, and what was said of the new one stays", async () => {
    betweenReadAndWrite(async () => {
      await remove("a");
      await record("a");
    });
    expect(await report(9, ["a", "modified"])).toEqual({ ...NONE, changed: 1 });
    expect(await observed("a")).toBeNull();
    betweenReadAndWrite(async () => {
      await remove("a");
      await record("a");
      expect(await report(1, ["a", "synced"])).toEqual({ ...NONE, changed: 1 });
    });
    expect(await report(9, ["a", "missing"])).toEqual({ ...NONE, unknown: 1 });
    expect(await observed("a")).toMatchObject({ state: "synced" });
    await service.drain();
    expect(await observed("a")).toMatchObject({ state: "synced" });
  });

  it("of its project is answered 404 from then on, and nothing is left behind, also of what was written meanwhile", async () => {
    betweenReadAndWrite(async () => {
      expect((await service.call("DELETE", project.at)).status).toBe(204);
      await service.drain();
    });
    expect(await report(1, ["a", "modified"])).toEqual({ ...NONE, changed: 1 });
    expect(problemOf(await send(bodyOf(1, [["a", "modified"]])))).toMatchObject({ status: 404, code: "not-found" });
    await service.drain();
    expect(await rowsLeft("N#")).toEqual([]);
    project = await createProject(service, id, ["claude_code"]);
    await record("a");
    await send(bodyOf(1, [["a", "synced"]], { untracked: 2 }));
    await service.drain();
    expect(await rowsLeft("N#")).toHaveLength(4);
    await service.call("DELETE", project.at);
    await service.drain();
    expect(await rowsLeft("N#")).toEqual([]);
  });

  it("of its project leaves no count of files without records", async () => {
    betweenReadAndWrite(async () => {
      await service.call("DELETE", project.at);
      await service.drain();
    });
    await send(bodyOf(1, [["a", "synced"]], { untracked: 2 }));
    expect(await rowsLeft("N#UNTRACKED")).toHaveLength(1);
    await service.drain();
    expect(await rowsLeft("N#")).toEqual([]);
  });
});

describe("A report that is sent again", () => {
  const replayed = (reply: Reply) => reply.headers.get("idempotent-replayed");

  it("under its key gets the same answer, whatever was observed since, and another report is refused", async () => {
    const body = bodyOf(1, [["a", "modified"]]);
    const key = { "idempotency-key": id };
    const first = await send(body, key);
    await report(2, ["a", "synced"]);
    const again = await send(body, key);
    expect([again.text, replayed(first), replayed(again)]).toEqual([first.text, null, "true"]);
    expect(await observed("a")).toMatchObject({ state: "synced" });
    const other = await send(bodyOf(3, [["a", "modified"]]), key);
    expect(problemOf(other)).toMatchObject({ status: 422, code: "idempotency-key-reused" });
  });

  it("after it ended in the middle is completed, with one event for each change", async () => {
    let left = 1;
    wrap = (table) => ({
      put: (row, when) => {
        if (row.sk.startsWith(PREFIX.observed) && left-- <= 0) throw new Fault("unavailable", "ended");
        return table.put(row, when);
      },
    });
    const body = bodyOf(1, [
      ["a", "modified"],
      ["b", "missing"],
      ["c", "synced"],
    ]);
    const key = { "idempotency-key": id };
    expect((await send(body, key)).status).toBe(503);
    wrap = () => ({});
    const again = await send(body, key);
    expect([countsOf(again), replayed(again)]).toEqual([{ ...NONE, changed: 2, unchanged: 1 }, null]);
    expect((await changes()).sort()).toEqual(["a: none → modified", "b: none → missing", "c: none → synced"]);
    expect(replayed(await send(body, key))).toBe("true");
  });

  it("or tried again by the service has each effect once, whichever storage call fails, and however", async () => {
    await report(1, ["a", "synced"], ["b", "synced"]);
    await changes();
    let round = 0;
    /** One changes, one moves its time, one is the first of a new record, and the files are counted. */
    const prepare = async () => {
      round++;
      await record(`n${round}`);
      const seen: Seen[] = [
        ["a", round % 2 === 0 ? "synced" : "modified"],
        ["b", "synced"],
        [`n${round}`, "missing"],
      ];
      return bodyOf(0, seen, {
        observed_at: new Date(Date.parse(at(1)) + round * 1_000).toISOString(),
        untracked: round,
      });
    };
    const clean = await prepare();
    let calls = 0;
    proxy.plan = () => void calls++;
    expect(countsOf(await send(clean, { "idempotency-key": `${id}-clean` }))).toMatchObject({
      changed: 2,
      unchanged: 1,
    });
    proxy.plan = () => undefined;
    // Two reads, the key, three observations, the count, and the key with the answer.
    expect(calls).toBe(8);
    for (let nth = 1; nth <= calls; nth++) {
      // The proof of retried requests has the other faults.
      for (const fault of ["cut before", "cut after"] as const) {
        const body = await prepare();
        let call = 0;
        proxy.plan = () => (++call === nth ? fault : undefined);
        const key = { "idempotency-key": `${id}-${round}` };
        const place = [nth, fault];
        let reply = await send(body, key);
        proxy.plan = () => undefined;
        if (reply.status === 503) reply = await send(body, key);
        expect([...place, reply.status]).toEqual([...place, 200]);
        expect(replayed(await send(body, key))).toBe("true");
      }
    }
    const told: string[] = [];
    await service.drain();
    for (let next: string | undefined = `${project.at}/events?limit=100&type=skillmeat.deployment.observed`; next; ) {
      const page: Reply = await service.call("GET", next);
      const events = page.json as CloudEvent[];
      told.push(...events.map(({ subject }) => subject));
      next = events.length === 0 ? undefined : /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1];
    }
    expect(told).toHaveLength(2 + 2 * round);
    expect(await observed("b")).toMatchObject({
      observed_at: new Date(Date.parse(at(1)) + round * 1_000).toISOString(),
    });
  });
});

it("Each change of state is one event when its stream record is duplicated, split, replayed or reordered", async () => {
  const before = (await service.records()).length;
  for (let second = 1; second <= 6; second++)
    await report(second, ["a", second % 2 === 0 ? "synced" : "modified"], ["b", "missing"]);
  const records = (await service.records()).slice(before);
  // Six changes of one record, one of the other, which then only moves its time.
  expect(records).toHaveLength(12);
  await service.recorder([...records.slice(0, 5), ...records.slice(0, 5)]);
  await service.recorder(records.slice(3));
  await service.recorder(records);
  await service.recorder([...records].reverse());
  await Promise.all([service.recorder(records), service.recorder(records.slice(4))]);
  const told = await changes();
  expect(told.filter((text) => text.startsWith("a"))).toEqual([
    "a: none → modified",
    ...["modified → synced", "synced → modified", "modified → synced", "synced → modified", "modified → synced"].map(
      (text) => `a: ${text}`,
    ),
  ]);
  expect(told.filter((text) => text.startsWith("b"))).toEqual(["b: none → missing"]);
});
