/** Compares feeds, stored deliveries and what endpoints received. */
import assert from "node:assert/strict";
import type { StoredDeliveries } from "./delivery-rows.ts";
import type { Received } from "./receivers.ts";

export type Feed = readonly ({ id: string; subject: string } & Record<string, unknown>)[];

/** An endpoint: its deliveries by the API, and what it received. */
export type Endpoint = {
  name: string;
  webhook: string;
  rows: readonly {
    delivery_id: string;
    status: string;
    attempts: number;
    last_status: number | null;
    next_attempt_at: string | null;
  }[];
  requests: readonly Received[];
  invalid: readonly string[];
  mostOpen: number;
};

type Judged = {
  name: string;
  delivered: number;
  waiting: number;
  failed: number;
  requests: number;
  /** Sent again after a 2xx, because the process had died before it was recorded. */
  again: number;
};

/** @throws what breaks the promise. @param late the subjects of changes after an endpoint was disabled */
export function judge(
  endpoints: readonly Endpoint[],
  feed: Feed,
  kills: readonly StoredDeliveries[],
  late: ReadonlySet<string>,
): Judged[] {
  return endpoints.map((endpoint) => {
    const { name, webhook, rows, requests, invalid, mostOpen } = endpoint;
    assert.deepEqual(invalid, [], `${name}: every signature is valid`);
    assert.ok(mostOpen <= 10, `${name}: ${mostOpen} requests at once`);
    const wanted = feed.filter(({ subject }) => subject !== `/webhooks/${webhook}`);
    judgeRows(endpoint, wanted, late);
    judgeRequests(endpoint, new Map(wanted.map((event) => [event.id, event])));
    const of = (status: string) => rows.filter((row) => row.status === status).length;
    const again = sentAgain(endpoint, kills);
    return {
      name,
      delivered: of("delivered"),
      waiting: of("pending"),
      failed: of("failed"),
      requests: requests.length,
      again,
    };
  });
}

/** Every event has its delivery, which is made, or waits. */
function judgeRows({ name, rows, requests }: Endpoint, wanted: Feed, late: ReadonlySet<string>): void {
  const ids = rows.map((row) => row.delivery_id);
  assert.equal(new Set(ids).size, ids.length, `${name}: an event has two deliveries`);
  const known = new Set(wanted.map(({ id }) => id));
  assert.deepEqual(
    ids.filter((id) => !known.has(id)),
    [],
    `${name}: deliveries without an event`,
  );
  const stored = new Set(ids);
  if (name === "gone") {
    const refused = wanted.filter(({ id, subject }) => stored.has(id) && late.has(subject));
    assert.deepEqual(refused, [], "an endpoint that is disabled gets no deliveries");
  } else {
    const lost = wanted.filter(({ id }) => !stored.has(id));
    assert.deepEqual(lost, [], `${name}: lost events`);
  }
  const received = new Set(requests.filter(is2xx).map(({ id }) => id));
  const gone = new Set(requests.filter(({ status }) => status === 410).map(({ id }) => id));
  for (const { delivery_id: id, status, next_attempt_at } of rows) {
    if (status === "delivered") assert.ok(received.has(id), `${name}: ${id} counts as delivered, but was not`);
    else if (status === "failed") assert.ok(gone.has(id), `${name}: ${id} was given up`);
    else {
      assert.notEqual(next_attempt_at, null, `${name}: ${id} waits for nothing`);
      assert.ok(!received.has(id) || name === "gone", `${name}: ${id} was delivered, but counts as pending`);
    }
  }
}

/** Every request has an event of the feed, as it is there. */
function judgeRequests({ name, requests }: Endpoint, wanted: ReadonlyMap<string, Feed[number]>): void {
  for (const { id, event } of requests) assert.deepEqual(event, wanted.get(id), `${name}: ${id} is not as in the feed`);
  for (const [kills, sent] of Map.groupBy(requests, (request) => request.kills)) {
    const refused = sent.filter(({ status }) => status === 410).length;
    assert.ok(
      refused <= 10,
      `${name}: ${refused} requests of process ${kills} after 410: only those in flight may come`,
    );
  }
}

/** Counts what was sent again after a 2xx. @throws if the process had not died, or had recorded it before */
function sentAgain({ name, webhook, requests }: Endpoint, kills: readonly StoredDeliveries[]): number {
  let again = 0;
  for (const [id, sent] of Map.groupBy(requests, (request) => request.id))
    for (const [i, request] of sent.entries()) {
      const former = sent[i - 1];
      if (!former || !is2xx(former)) continue;
      again++;
      assert.ok(request.kills > former.kills, `${name}: ${id} was sent again by a process that knew the answer`);
      const stored = kills[former.kills]?.webhooks.get(webhook)?.status.get(id);
      assert.equal(stored, "pending", `${name}: ${id} was sent again although its answer was recorded`);
    }
  return again;
}

const is2xx = ({ status = 0 }: Received) => status >= 200 && status < 300;

export const figuresOf = (judged: readonly Judged[]) => {
  const again = judged.reduce((sum, one) => sum + one.again, 0);
  const each = judged.map(
    ({ name, delivered, waiting, failed, requests }) =>
      `${name}: ${delivered} delivered, ${waiting} in their schedule, ${failed} refused, by ${requests} requests`,
  );
  return `${each.join("; ")}; 0 lost, ${again} sent again after a 2xx because the process died before it recorded the answer, 0 for another reason`;
};
