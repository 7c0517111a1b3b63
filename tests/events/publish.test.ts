import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { EVENT_TYPES, type Event } from "@skillmeat-deployments/core/event.ts";
import type { BatchDeps } from "@skillmeat-deployments/events/batch.ts";
import { DETAIL_BYTES, detailOf } from "@skillmeat-deployments/events/detail.ts";
import { createEventBridge, SOURCE } from "@skillmeat-deployments/events/eventbridge.ts";
import { type Bus, createPublisher } from "@skillmeat-deployments/events/publish.ts";
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { CloudEvent } from "cloudevents";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeBus, startFakeBus } from "../support/eventbridge.ts";
import { deliver } from "../support/mapping.ts";
import { createRandom } from "../support/random.ts";
import { createService, PUBLIC_URL, type Service } from "../support/service.ts";

let service: Service;
let bus: FakeBus;
let client: EventBridgeClient;
let records: StreamRecord[];
let setAside: { record: StreamRecord; error: unknown }[];
let logs: Record<string, unknown>[];

const TRACE = `00-${"1".repeat(32)}-${"2".repeat(16)}-01`;

beforeAll(async () => {
  service = await createService();
  bus = await startFakeBus();
  client = new EventBridgeClient({ ...LOCAL_AWS, endpoint: bus.endpoint, maxAttempts: 1 });
  const { call } = service;
  await call("POST", "/projects", { body: { project_id: "p" }, headers: { traceparent: TRACE } });
  await call("POST", "/projects/p/profiles", { body: { profile_id: "c", platform: "claude_code" } });
  await call("PATCH", "/projects/p/profiles/c", { body: { description: "changed" } });
  await call("POST", "/artifacts", { body: { type: "skill", name: "s/1" } });
  await call("PUT", "/artifacts/skill:s~2F1", { body: { content_hash: "h" } });
  const deployment = { artifact_type: "skill", artifact_name: "s", content_hash: "h", deployment_profile_id: "c" };
  await call("POST", "/projects/p/deployments", { body: deployment });
  await call("PATCH", "/projects/p/deployments/c:skill:s", { body: { local_modifications: true } });
  await call("DELETE", "/projects/p/deployments/c:skill:s", { headers: { traceparent: TRACE } });
  await call("DELETE", "/artifacts/skill:s~2F1");
  await call("DELETE", "/projects/p/profiles/c");
  await call("PATCH", "/projects/p", { body: { name: "P" } });
  await service.drain();
  await call("DELETE", "/projects/p");
  await service.drain();
  records = await service.records("E#");
});
afterAll(async () => {
  client.destroy();
  await bus.close();
  await service.close();
});
beforeEach(() => {
  Object.assign(bus, { refuse: () => undefined, down: undefined });
  bus.accepted.length = 0;
  bus.calls.length = 0;
  setAside = [];
  logs = [];
});

const deps = (): BatchDeps => ({
  now: () => new Date(),
  setAside: async (record, error) => void setAside.push({ record, error }),
  log: (line) => void logs.push(line),
});
const publisher = (on: Bus = createEventBridge(client, "bus")): StreamHandler =>
  createPublisher({ ...deps(), bus: on, publicUrl: PUBLIC_URL });
const details = () => bus.accepted.map((e) => JSON.parse(e.Detail) as Event);
const idsOf = (events: Event[]) => events.map((e) => e.id).sort();
const feeds = async (): Promise<Event[]> => (await service.call("GET", "/events?limit=100")).json as Event[];
/** The record of a stream that holds this one event more, of a size of one's own. */
function recordOf(change: (event: { data: string; type: string }) => { data?: string; type?: string }): StreamRecord {
  const record = structuredClone(records.find((r) => r.dynamodb?.NewImage?.type?.S?.includes("profile.updated")));
  const image = record?.dynamodb?.NewImage as { data: { S: string }; type: { S: string } };
  const changed = change({ data: image.data.S, type: image.type.S });
  if (changed.data !== undefined) image.data.S = changed.data;
  if (changed.type !== undefined) image.type.S = changed.type;
  return record as StreamRecord;
}

describe("the publisher", () => {
  it("sends every recorded event once, as it is in its feed, fit for rules", async () => {
    expect(await publisher()({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(new Set(details().map((e) => e.type))).toEqual(new Set(EVENT_TYPES));
    expect(details()).toHaveLength(records.length);
    for (const event of await feeds()) expect(details()).toContainEqual(event);
    for (const entry of bus.accepted) {
      const event = JSON.parse(entry.Detail) as Event;
      expect(entry).toMatchObject({ Source: SOURCE, DetailType: event.type, EventBusName: "bus" });
      expect(entry.Time).toBe(Date.parse(event.time) / 1000);
    }
    expect(Math.max(...bus.calls)).toBeLessThanOrEqual(10);
    expect(logs).toMatchObject([{ level: "info", events: records.length, retried: 0, set_aside: 0 }]);
    expect(logs[0]?.lag_ms).toBeGreaterThan(0);
  });

  it("sends CloudEvents: valid by their own package, and by the schema that each names", async () => {
    await publisher()({ Records: records });
    const ajv = new Ajv2020({ strict: false });
    for (const event of details()) {
      const { data, ...attributes } = event;
      expect(new CloudEvent({ ...attributes, data }).validate()).toBe(true);
      expect(event.dataschema).toBe(`${PUBLIC_URL}/events/schemas/${event.type}`);
      const { json } = await service.call("GET", new URL(event.dataschema).pathname, { key: null });
      const valid = ajv.compile(json as object);
      expect([event.type, valid(data), valid.errors]).toEqual([event.type, true, null]);
      expect([event.type, valid({ ...data, before: 7 })]).toEqual([event.type, false]);
      expect(valid({ ...data, actor: undefined })).toBe(false);
    }
  });

  it("carries the caller's trace into the events of what it changed, and into no other", async () => {
    await publisher()({ Records: records });
    const traced = details().filter((e) => e.traceparent !== undefined);
    expect(traced.map((e) => [e.type, e.traceparent]).sort()).toEqual([
      ["skillmeat.deployment.deleted", TRACE],
      ["skillmeat.project.created", TRACE],
    ]);
  });

  it("sends failed entries again, and them alone", async () => {
    const refusals = new Map<string, number>();
    bus.refuse = ({ Detail }) => {
      const { id } = JSON.parse(Detail) as Event;
      const before = refusals.get(id) ?? 0;
      refusals.set(id, before + 1);
      return before < 2 && idsOf(all).indexOf(id) % 3 === 0 ? "ThrottlingException" : undefined;
    };
    const all = records.map((r) => ({ id: r.dynamodb?.NewImage?.id?.S }) as Event);
    expect(await publisher()({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(idsOf(details())).toEqual(idsOf(all));
    const attempts = idsOf(all).map((id) => refusals.get(id));
    expect(attempts).toEqual(idsOf(all).map((_, i) => (i % 3 === 0 ? 3 : 1)));
  });

  it("reports what still fails, and sends when it comes again what was not sent, and that alone", async () => {
    const stuck = records[3]?.dynamodb?.NewImage?.id?.S as string;
    bus.refuse = ({ Detail }) => (Detail.includes(stuck) ? "InternalFailure" : undefined);
    const handler = publisher();
    expect(await handler({ Records: records })).toEqual({
      batchItemFailures: [{ itemIdentifier: records[3]?.dynamodb?.SequenceNumber }],
    });
    expect(details()).toHaveLength(records.length - 1);
    bus.refuse = () => undefined;
    // Lambda brings the batch again from its first failure on.
    expect(await handler({ Records: records.slice(3) })).toEqual({ batchItemFailures: [] });
    expect(details()).toHaveLength(records.length);
    expect(logs[0]).toMatchObject({ level: "warn", retried: 1 });
  });

  it("drops nothing while the bus is down for an hour, whatever way it is down", async () => {
    const ways: FakeBus["down"][] = [
      { status: 500, type: "InternalException" },
      { status: 400, type: "ThrottlingException" },
      { status: 400, type: "AccessDeniedException" },
      { status: 400, type: "ResourceNotFoundException" },
      "cut",
    ];
    // A simulated mapping. An invocation that finds the bus down waits for seconds, so only one in twenty does.
    let failures = 0;
    const handler = publisher(createEventBridge(client, "bus"));
    const flaky: StreamHandler = async (event) => {
      bus.down = failures++ < 60 ? ways[failures % ways.length] : undefined;
      return failures % 20 === 0 || failures > 60 ? handler(event) : { batchItemFailures: [{ itemIdentifier: "" }] };
    };
    const given: StreamRecord[] = [];
    const count = await deliver(records, {
      handler: flaky,
      random: createRandom(7),
      shards: 1,
      batchSize: 100,
      maximumRetries: -1,
      maximumAgeSeconds: 72_000,
      bisect: true,
      duplicateOneIn: 0,
      onFailure: (one) => given.push(one),
    });
    expect(count.retries + count.bisections).toBeGreaterThan(50);
    expect([given, setAside]).toEqual([[], []]);
    expect([...new Set(idsOf(details()))]).toHaveLength(records.length);
  });

  it("sets aside what the bus refuses for what it holds, whole, and its neighbours go on", async () => {
    const bad = records[2] as StreamRecord;
    const id = bad.dynamodb?.NewImage?.id?.S as string;
    bus.refuse = ({ Detail }) => (Detail.includes(id) ? "MalformedDetail" : undefined);
    expect(await publisher()({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(setAside.map((s) => s.record)).toEqual([bad]);
    expect(details()).toHaveLength(records.length - 1);
    expect(logs.at(-1)).toMatchObject({ set_aside: 1 });
  });

  it("finds which entry it is that a whole call is refused for", async () => {
    const id = records[5]?.dynamodb?.NewImage?.id?.S as string;
    const inner = createEventBridge(client, "bus");
    const strict = createEventBridge(
      {
        send: async (command: { input: { Entries: { Detail: string }[] } }) => {
          if (command.input.Entries.some((e) => e.Detail.includes(id))) {
            throw Object.assign(new Error("invalid"), { name: "ValidationException" });
          }
          return client.send(command as never);
        },
      } as never,
      "bus",
    );
    expect(await publisher(strict)({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(setAside).toHaveLength(1);
    expect(details()).toHaveLength(records.length - 1);
    expect(await inner([])).toEqual([]);
  });

  it("keeps a record for the next time where it cannot be set aside", async () => {
    bus.refuse = ({ Detail }) => (Detail.includes("profile.updated") ? "InvalidArgument" : undefined);
    const handler = createPublisher({
      ...deps(),
      setAside: () => Promise.reject(new Error("no bucket")),
      bus: createEventBridge(client, "bus"),
      publicUrl: PUBLIC_URL,
    });
    const { batchItemFailures } = await handler({ Records: records });
    expect(batchItemFailures).toHaveLength(1);
  });

  it("sets aside a record that is no event's", async () => {
    const odd = recordOf(() => ({ data: "{" }));
    const foreign = {
      ...structuredClone(records[0]),
      dynamodb: { ...records[0]?.dynamodb, NewImage: { pk: { S: "T#a" }, sk: { S: "E#1" } } },
    };
    expect(await publisher()({ Records: [odd, foreign as StreamRecord] })).toEqual({ batchItemFailures: [] });
    expect(setAside).toHaveLength(2);
    expect(bus.accepted).toEqual([]);
  });

  it("has nothing to say of removals, nor of rows that change", async () => {
    const [first] = records as [StreamRecord];
    const { NewImage, ...keys } = first.dynamodb as { NewImage: object };
    const removed = { ...first, eventName: "REMOVE", dynamodb: { ...keys, OldImage: NewImage } };
    const changed = { ...first, eventName: "MODIFY", dynamodb: { ...keys, NewImage, OldImage: NewImage } };
    await publisher()({ Records: [removed, changed] as StreamRecord[] });
    expect([bus.calls, setAside]).toEqual([[], []]);
  });
});

describe("an event on the bus", () => {
  const event = (before: unknown, after: unknown, subject = "/projects/p/profiles/c") =>
    ({
      ...JSON.parse('{"specversion":"1.0","id":"1","source":"/tenants/acme","type":"skillmeat.profile.updated"}'),
      subject,
      sequence: "00000000000000000042",
      data: { before, after, actor: "a", request_id: "r" },
    }) as Event;
  const big = (bytes: number) => ({ text: "é".repeat(bytes / 2) });

  it("is whole up to 64 KiB, to the byte", () => {
    const empty = Buffer.byteLength(JSON.stringify(event(null, { text: "" })));
    const fits = event(null, { text: "x".repeat(DETAIL_BYTES - empty) });
    expect(Buffer.byteLength(detailOf(fits))).toBe(DETAIL_BYTES);
    expect(JSON.parse(detailOf(fits))).toEqual(fits);
    const over = event(null, { text: "x".repeat(DETAIL_BYTES - empty + 1) });
    expect(JSON.parse(detailOf(over)).data.truncated).toBe(true);
  });

  it.each([
    ["the larger side alone, where that is enough", { small: 1 }, big(70_000), ["after"]],
    ["the larger side, be it what was before", big(80_000), big(20_000), ["before"]],
    ["both, where one is not enough", big(70_000), big(70_000), ["before", "after"]],
    ["never a side that is null", null, big(200_000), ["after"]],
  ])("refers to %s", (_name, before, after, sides) => {
    const whole = event(before, after);
    const detail = detailOf(whole);
    expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(DETAIL_BYTES);
    const { data } = JSON.parse(detail);
    const ref = "/projects/p/events?after=00000000000000000041&limit=1";
    for (const side of ["before", "after"] as const) {
      expect(data[side]).toEqual(sides.includes(side) ? { ref } : whole.data[side]);
    }
    expect(data.truncated).toBe(true);
  });

  it("refers to the tenant's feed where it is in that", () => {
    const ref = "/events?after=00000000000000000041&limit=1";
    for (const subject of ["/projects/p", "/artifacts/skill:x"]) {
      expect(JSON.parse(detailOf(event(null, big(70_000), subject))).data.after).toEqual({ ref });
    }
  });

  it("refers to a page that holds it whole, and is valid by its schema", async () => {
    const other = await createService();
    const paths = Array.from({ length: 60 }, (_, i) => `${"d".repeat(1_000)}${i}`);
    await other.call("POST", "/projects", { body: { project_id: "big" } });
    const profile = {
      profile_id: "c",
      platform: "codex",
      context_path_prefixes: paths,
      project_config_filenames: paths,
    };
    await other.call("POST", "/projects/big/profiles", { body: profile });
    await other.drain();
    const handler = createPublisher({ ...deps(), bus: createEventBridge(client, "bus"), publicUrl: PUBLIC_URL });
    await handler({ Records: await other.records("E#") });
    const sent = details().find((e) => e.type === "skillmeat.profile.created") as Event;
    expect(sent.data).toMatchObject({ before: null, truncated: true });
    const { ref } = sent.data.after as unknown as { ref: string };
    const page = (await other.call("GET", ref)).json as Event[];
    expect(page).toHaveLength(1);
    expect(page[0]).toMatchObject({ id: sent.id, data: { after: { context_path_prefixes: paths } } });
    const { json } = await other.call("GET", `/events/schemas/${sent.type}`, { key: null });
    expect(new Ajv2020({ strict: false }).validate(json as object, sent.data)).toBe(true);
    await other.close();
  });
});
