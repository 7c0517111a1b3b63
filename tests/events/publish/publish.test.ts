/** The publisher: sends recorded events to the bus, and writes what it can never send as dead letters. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CHANGE_TYPES, type CloudEvent as Event } from "@skillmeat-deployments/core/model/events/event-type.ts";
import type { BatchDeps } from "@skillmeat-deployments/events/batch.ts";
import { DETAIL_BYTES, detailOf } from "@skillmeat-deployments/events/detail.ts";
import { createEventBridge } from "@skillmeat-deployments/events/publish/eventbridge.ts";
import { type Bus, createPublisher } from "@skillmeat-deployments/events/publish/publisher.ts";
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { type FakeBus, startFakeBus } from "@skillmeat-deployments/testing/aws/eventbridge.ts";
import { deliver } from "@skillmeat-deployments/testing/aws/mapping.ts";
import { createRandom } from "@skillmeat-deployments/testing/random.ts";
import { createService, PUBLIC_URL, type Service } from "@skillmeat-deployments/testing/service.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { CloudEvent } from "cloudevents";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
let bus: FakeBus;
let client: EventBridgeClient;
let records: StreamRecord[];
let deadLetters: { record: StreamRecord; error: unknown }[];
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
  deadLetters = [];
  logs = [];
});

const deps = (): BatchDeps => ({
  now: () => new Date(),
  storeDeadLetter: async (record, error) => void deadLetters.push({ record, error }),
  log: (line) => void logs.push(line),
});
const publisher = (on: Bus = createEventBridge(client, "bus")): StreamHandler =>
  createPublisher({ fanOut: async () => {}, ...deps(), bus: on, publicUrl: PUBLIC_URL });
const details = () => bus.accepted.map((e) => JSON.parse(e.Detail) as Event);
const idsOf = (events: Event[]) => events.map((e) => e.id).sort();
const feeds = async (): Promise<Event[]> => (await service.call("GET", "/events?limit=100")).json as Event[];
/** The stream record of an updated profile, with some of its fields replaced. */
function recordOf(change: () => { data?: string; time?: string; id?: string }): StreamRecord {
  const record = structuredClone(records.find((r) => r.dynamodb?.NewImage?.type?.S?.includes("profile.updated")));
  const image = record?.dynamodb?.NewImage as Record<string, { S: string }>;
  for (const [name, S] of Object.entries(change())) image[name] = { S };
  return record as StreamRecord;
}

describe("The publisher", () => {
  it("Every recorded event is sent once, equal to its feed entry, with a source and type that rules can match", async () => {
    expect(await publisher()({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(new Set(details().map((e) => e.type))).toEqual(new Set(CHANGE_TYPES));
    expect(details()).toHaveLength(records.length);
    for (const event of await feeds()) expect(details()).toContainEqual(event);
    for (const entry of bus.accepted) {
      const event = JSON.parse(entry.Detail) as Event;
      expect(entry).toMatchObject({ Source: "skillmeat", DetailType: event.type, EventBusName: "bus" });
      expect(entry.Time).toBe(Date.parse(event.time) / 1000);
    }
    expect(Math.max(...bus.calls)).toBeLessThanOrEqual(10);
    expect(logs).toMatchObject([{ level: "info", events: records.length, retried: 0, set_aside: 0 }]);
  });

  it("The publisher logs its lag: the age of the oldest event in the batch, in milliseconds", async () => {
    const times = (await feeds()).map((e) => Date.parse(e.time));
    const now = () => new Date(Math.max(...times) + 5_000);
    const some = records.filter((r) => r.dynamodb?.NewImage?.pk?.S?.includes("#F#TENANT") ?? true);
    await createPublisher({
      fanOut: async () => {},
      ...deps(),
      now,
      bus: createEventBridge(client, "bus"),
      publicUrl: PUBLIC_URL,
    })({
      Records: some,
    });
    const sent = details().map((e) => Date.parse(e.time));
    expect(logs[0]?.lag_ms).toBe(now().getTime() - Math.min(...sent));
    expect(Math.min(...sent)).toBeLessThan(Math.max(...sent));
  });

  it("Sent events are valid CloudEvents and match the schema that each of them names", async () => {
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
      // Events from before a field was added and from after: it may be missing, and it may be unknown to this release.
      const { description: _, ...earlier } = (data.after ?? data.before) as Record<string, unknown>;
      const side = data.after ? "after" : "before";
      expect(valid({ ...data, [side]: earlier })).toBe(true);
      expect(valid({ ...data, [side]: { ...earlier, added_later: 1 } })).toBe(true);
    }
  });

  it("Event schemas are public and cacheable, and exist for known event types only", async () => {
    const path = "/events/schemas/skillmeat.profile.created";
    const { headers, json } = await service.call("GET", path, { key: null });
    expect(headers.get("cache-control")).toContain("public");
    expect((json as { $id: string }).$id).toBe(PUBLIC_URL + path);
    const again = { key: null, headers: { "if-none-match": headers.get("etag") as string } };
    expect((await service.call("GET", path, again)).status).toBe(304);
    for (const type of ["skillmeat.profile.renamed", "skillmeat.profile", "constructor", "x"]) {
      expect((await service.call("GET", `/events/schemas/${type}`, { key: null })).status).toBe(404);
    }
  });

  it("A caller's traceparent is carried into the events of that request and into no other", async () => {
    await publisher()({ Records: records });
    const traced = details().filter((e) => e.traceparent !== undefined);
    expect(traced.map((e) => [e.type, e.traceparent]).sort()).toEqual([
      ["skillmeat.deployment.deleted", TRACE],
      ["skillmeat.project.created", TRACE],
    ]);
  });

  it("Failed entries are sent again, and no others", async () => {
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

  it("Entries that keep failing are reported, and the next delivery sends only what was not sent yet", async () => {
    const stuck = records[3]?.dynamodb?.NewImage?.id?.S as string;
    bus.refuse = ({ Detail }) => (Detail.includes(stuck) ? "InternalFailure" : undefined);
    const handler = publisher();
    expect(await handler({ Records: records })).toEqual({
      batchItemFailures: [{ itemIdentifier: records[3]?.dynamodb?.SequenceNumber }],
    });
    expect(details()).toHaveLength(records.length - 1);
    bus.refuse = () => undefined;
    // Lambda delivers the batch again from its first failure on.
    expect(await handler({ Records: records.slice(3) })).toEqual({ batchItemFailures: [] });
    expect(details()).toHaveLength(records.length);
    expect(logs[0]).toMatchObject({ level: "warn", retried: 1 });
  });

  it.each<[string, NonNullable<FakeBus["down"]>]>([
    ["answers 500", { status: 500, type: "InternalException" }],
    ["throttles", { status: 400, type: "ThrottlingException" }],
    ["denies access", { status: 400, type: "AccessDeniedException" }],
    ["does not exist", { status: 400, type: "ResourceNotFoundException" }],
    ["cuts the connection", "cut"],
  ])("No event is lost while the bus %s", async (_way, down) => {
    bus.down = down;
    const handler = publisher();
    const all = records.map((r) => ({ itemIdentifier: r.dynamodb?.SequenceNumber }));
    expect(await handler({ Records: records })).toEqual({ batchItemFailures: all });
    bus.down = undefined;
    expect(await handler({ Records: records })).toEqual({ batchItemFailures: [] });
    expect([details().length, deadLetters]).toEqual([records.length, []]);
  });

  it("No event is lost when every batch fails for an hour under the rules of an event source mapping", async () => {
    // An hour of a mapping that tries once a second; every time the whole batch fails.
    let invocations = 0;
    const handler = publisher();
    const down: StreamHandler = async ({ Records }) => ({
      batchItemFailures: Records.map((r) => ({ itemIdentifier: r.dynamodb?.SequenceNumber as string })),
    });
    const dropped: StreamRecord[] = [];
    const count = await deliver(records, {
      handler: (event) => (invocations++ < 3_600 ? down(event) : handler(event)),
      random: createRandom(7),
      shards: 1,
      batchSize: 100,
      maximumRetries: -1,
      maximumAgeSeconds: 72_000,
      bisect: true,
      duplicateOneIn: 0,
      onFailure: (record) => dropped.push(record),
    });
    expect(count.retries + count.bisections).toBeGreaterThan(3_000);
    expect([dropped, deadLetters]).toEqual([[], []]);
    expect(idsOf(details())).toEqual(records.map((r) => r.dynamodb?.NewImage?.id?.S).sort());
  });

  it("The publisher starts no call after its time budget and reports the events that it did not send", async () => {
    let calls = 0;
    const slow: Bus = async (entries) => {
      calls++;
      await new Promise((done) => setTimeout(done, 60));
      return entries.map(() => ({ done: false, retryable: true, error: new Error("slow") }));
    };
    const handler = createPublisher({
      fanOut: async () => {},
      ...deps(),
      bus: slow,
      publicUrl: PUBLIC_URL,
      budgetMs: 30,
    });
    const { batchItemFailures } = await handler({ Records: records });
    expect(batchItemFailures).toHaveLength(records.length);
    expect(calls).toBe(Math.ceil(records.length / 10));
  });

  it("A record whose dead letter cannot be written is reported as failed, and its neighbours are sent", async () => {
    const invalid = recordOf(() => ({ data: "{" }));
    (invalid.dynamodb as { SequenceNumber: string }).SequenceNumber = "unreadable";
    const handler = createPublisher({
      fanOut: async () => {},
      ...deps(),
      storeDeadLetter: () => Promise.reject(new Error("no bucket")),
      bus: createEventBridge(client, "bus"),
      publicUrl: PUBLIC_URL,
    });
    expect(await handler({ Records: [invalid, ...records] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "unreadable" }],
    });
    expect(details()).toHaveLength(records.length);
  });

  it("An entry that the bus returns no result for counts as not sent", async () => {
    const short = { send: async () => ({ Entries: [{ EventId: "1" }, {}] }) } as unknown as EventBridgeClient;
    const entry = { type: "t", time: new Date().toISOString(), detail: "{}" };
    expect(await createEventBridge(short, "bus")([entry, entry, entry])).toMatchObject([
      { done: true },
      { done: false, retryable: true },
      { done: false, retryable: true },
    ]);
  });

  it("The publisher remembers a bounded number of sent events and forgets the oldest first", async () => {
    const ids: string[] = [];
    const counting: Bus = async (entries) => {
      ids.push(...entries.map((e) => (JSON.parse(e.detail) as Event).id));
      return entries.map(() => ({ done: true }));
    };
    const many = Array.from({ length: 1_001 }, (_, i) => recordOf(() => ({ id: `e-${i}` })));
    const handler = publisher(counting);
    await handler({ Records: many });
    await handler({ Records: many.slice(-1) });
    expect(ids).toHaveLength(1_001);
    await handler({ Records: many.slice(0, 1) });
    expect(ids).toHaveLength(1_002);
  });

  it("An event whose content the bus refuses becomes a dead letter, whole, and its neighbours are sent", async () => {
    const refused = records[2] as StreamRecord;
    const id = refused.dynamodb?.NewImage?.id?.S as string;
    bus.refuse = ({ Detail }) => (Detail.includes(id) ? "MalformedDetail" : undefined);
    expect(await publisher()({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(deadLetters.map((s) => s.record)).toEqual([refused]);
    expect(details()).toHaveLength(records.length - 1);
    expect(logs.at(-1)).toMatchObject({ set_aside: 1 });
  });

  it("When the bus refuses a whole call, the publisher finds the entry that causes it", async () => {
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
    expect(deadLetters).toHaveLength(1);
    expect(details()).toHaveLength(records.length - 1);
    expect(await inner([])).toEqual([]);
  });

  it("A refused event whose dead letter cannot be written is reported as failed", async () => {
    bus.refuse = ({ Detail }) => (Detail.includes("profile.updated") ? "InvalidArgument" : undefined);
    const handler = createPublisher({
      fanOut: async () => {},
      ...deps(),
      storeDeadLetter: () => Promise.reject(new Error("no bucket")),
      bus: createEventBridge(client, "bus"),
      publicUrl: PUBLIC_URL,
    });
    const { batchItemFailures } = await handler({ Records: records });
    expect(batchItemFailures).toHaveLength(1);
  });

  it("A stream record that is not an event becomes a dead letter", async () => {
    const invalid = recordOf(() => ({ data: "{" }));
    const timeless = recordOf(() => ({ time: "yesterday" }));
    const foreign = {
      ...structuredClone(records[0]),
      dynamodb: { ...records[0]?.dynamodb, NewImage: { pk: { S: "T#a" }, sk: { S: "E#1" } } },
    };
    expect(await publisher()({ Records: [invalid, timeless, foreign as StreamRecord] })).toEqual({
      batchItemFailures: [],
    });
    expect(deadLetters).toHaveLength(3);
    expect(bus.accepted).toEqual([]);
  });

  it("Removed rows and changed rows are not published", async () => {
    const [first] = records as [StreamRecord];
    const { NewImage, ...keys } = first.dynamodb as { NewImage: object };
    const removed = { ...first, eventName: "REMOVE", dynamodb: { ...keys, OldImage: NewImage } };
    const changed = { ...first, eventName: "MODIFY", dynamodb: { ...keys, NewImage, OldImage: NewImage } };
    await publisher()({ Records: [removed, changed] as StreamRecord[] });
    expect([bus.calls, deadLetters]).toEqual([[], []]);
  });
});

describe("The traceparent of a change", () => {
  it("A change without a traceparent does not take over that of an earlier change", async () => {
    const { call } = service;
    await call("POST", "/artifacts", { body: { type: "agent", name: "t" }, headers: { traceparent: TRACE } });
    await call("PATCH", "/artifacts/agent:t", { body: { source: "x" } });
    await call("PUT", "/artifacts/agent:t", { body: { source: "y" }, headers: { traceparent: TRACE } });
    await call("DELETE", "/artifacts/agent:t");
    await service.drain();
    const traceparents = (await feeds()).filter((e) => e.subject === "/artifacts/agent:t").map((e) => e.traceparent);
    expect(traceparents).toEqual([TRACE, undefined, TRACE, undefined]);
  });

  it.each([
    ["01-TRACE-01-more", `00-TRACE-01`],
    ["ff-TRACE-01", undefined],
    ["00-TRACE-01-more", undefined],
    [`00-${"0".repeat(32)}-${"2".repeat(16)}-01`, undefined],
    ["nonsense", undefined],
  ])("A traceparent of the form %s is logged as %s", async (given, expected) => {
    const full = (text: string | undefined) => text?.replace("TRACE", TRACE.slice(3, 52));
    service.logs.length = 0;
    await service.call("GET", "/me", { headers: { traceparent: full(given) as string } });
    expect(service.logs[0]?.trace).toBe(full(expected));
  });
});

describe("The detail of a bus entry", () => {
  const event = (before: unknown, after: unknown, subject = "/projects/p/profiles/c") =>
    ({
      ...JSON.parse('{"specversion":"1.0","id":"1","source":"/tenants/acme","type":"skillmeat.profile.updated"}'),
      subject,
      sequence: "00000000000000000042",
      data: { before, after, actor: "a", request_id: "r" },
    }) as Event;
  const big = (bytes: number) => ({ text: "é".repeat(bytes / 2) });

  it("The detail holds a whole event up to 64 KiB, to the byte", () => {
    expect(DETAIL_BYTES).toBeLessThanOrEqual(65_536 - "skillmeat".length - "skillmeat.deployment.updated".length - 14);
    const empty = Buffer.byteLength(JSON.stringify(event(null, { text: "" })));
    const fits = event(null, { text: "x".repeat(DETAIL_BYTES - empty) });
    expect(Buffer.byteLength(detailOf(fits))).toBe(DETAIL_BYTES);
    expect(JSON.parse(detailOf(fits))).toEqual(fits);
    const over = event(null, { text: "x".repeat(DETAIL_BYTES - empty + 1) });
    expect(JSON.parse(detailOf(over)).data.truncated).toBe(true);
  });

  it.each([
    ["the larger side only, when that is enough", { small: 1 }, big(70_000), ["after"]],
    ["the larger side, even when it is the state before", big(80_000), big(20_000), ["before"]],
    ["both sides, when one is not enough", big(70_000), big(70_000), ["before", "after"]],
    ["the side that is not null", null, big(200_000), ["after"]],
    [
      "the side that is larger in bytes, not in characters",
      { text: "x".repeat(30_000) },
      { text: "€".repeat(20_000) },
      ["after"],
    ],
  ])("A detail that is too large replaces by a reference %s", (_name, before, after, sides) => {
    const original = event(before, after);
    const detail = detailOf(original);
    expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(DETAIL_BYTES);
    const { data } = JSON.parse(detail);
    const ref = "/projects/p/events?after=00000000000000000041&limit=1";
    for (const side of ["before", "after"] as const) {
      expect(data[side]).toEqual(sides.includes(side) ? { ref } : original.data[side]);
    }
    expect(data.truncated).toBe(true);
  });

  it("The reference leads to the tenant's feed when the event is in that feed", () => {
    const ref = "/events?after=00000000000000000041&limit=1";
    for (const subject of ["/projects/p", "/artifacts/skill:x"]) {
      expect(JSON.parse(detailOf(event(null, big(70_000), subject))).data.after).toEqual({ ref });
    }
  });

  it("The reference leads to the feed page with the whole event, and the shortened event matches its schema", async () => {
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
    const handler = createPublisher({
      fanOut: async () => {},
      ...deps(),
      bus: createEventBridge(client, "bus"),
      publicUrl: PUBLIC_URL,
    });
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
