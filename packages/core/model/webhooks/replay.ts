/** Sends past events to a webhook again, out of the feeds. Each call looks at a limited number of events. */
import type { Ctx, WriteCtx } from "../../context.ts";
import { invalid } from "../../fault.ts";
import { isLive, requireLive } from "../../resource/tombstone.ts";
import { ATTEMPTS, contended } from "../../resource/write.ts";
import { type Key, keys, PREFIX, TENANT_FEED } from "../../storage/keys.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Row } from "../../storage/row.ts";
import type { Write } from "../../storage/verbs.ts";
import type { Committed } from "../../storage/writer.ts";
import { CHOSEN_ID } from "../../values/strings.ts";
import { isExpired, padSequence } from "../events/event-row.ts";
import { LABELS } from "../labels.ts";
import { commitResult } from "../parts.ts";
import { projectRow } from "../project.ts";
import {
  type DeliveryRow,
  MAX_QUEUED,
  type NewDelivery,
  newDeliveryRow,
  queueWrites,
  timerKey,
  timerWrite,
  ttlOf,
  type WebhookRef,
} from "./delivery-row.ts";
import type { Wake } from "./enqueue.ts";
import { wantsEvent } from "./event-filter.ts";
import type { ReplayRequest } from "./replay.schema.ts";
import { webhooks } from "./webhook.ts";

/** The maximum number of events that one call looks at. */
const MAX_EVENTS = 1_000;
/** Clocks of instances differ, and so can the times of neighbours in a feed. */
const CLOCK_MS = 60_000;

/** What it costs to look at a feed that has nothing, in events: a tenant can have many projects. */
const EVENTS_OF_A_FEED = 10;

/** Where a replay goes on: after a sequence of a feed, that of a project or of the tenant (empty). */
type Position = {
  project: string;
  /** The name of the feed, if it was begun: a project that was deleted and created again has another one. */
  feed?: string | undefined;
  after?: number | undefined;
};

const cursorOf = (position: Position) => Buffer.from(JSON.stringify(position)).toString("base64url");

function positionOf(cursor: string): Position {
  try {
    const { project, feed, after } = JSON.parse(Buffer.from(cursor, "base64url").toString()) as Position;
    const isBegun = typeof feed === "string" && Number.isSafeInteger(after) && Number(after) >= 0;
    if (isProject(project) && (isBegun || (feed ?? after) === undefined)) return { project, feed, after };
  } catch {}
  throw invalid({ pointer: "/cursor", detail: "cursor: take it from the answer to the request before" });
}

/** The feed of the tenant has no project. */
const isProject = (project: unknown) => project === "" || (typeof project === "string" && CHOSEN_ID.test(project));

/** The result of a call, and what wakes the webhook. */
export type Replayed = { queued: number; cursor: string | null; wakes: Wake[] };

/**
 * Queues past events for a webhook. Events that are still pending are left as they are; others are sent again.
 * @throws 404 if the webhook or the project does not exist; 422 if the cursor is not valid
 */
export async function replay(
  ctx: WriteCtx,
  webhook_id: string,
  { since, after, project_id, cursor }: ReplayRequest,
): Promise<Committed<Replayed>> {
  const ref = { tenant: ctx.tenant, webhook: webhook_id };
  const { value: webhook } = await webhooks.read(ctx, { webhook_id });
  const from = since === undefined ? undefined : Date.parse(since);
  const isSingle = project_id !== undefined || after !== undefined;
  const timers: Key[] = [];
  let queued = 0;
  let left = MAX_EVENTS;
  let next: Position | undefined = cursor === undefined ? { project: project_id ?? "" } : positionOf(cursor);
  while (next && left > 0) {
    const { project }: Position = next;
    const feed: string | undefined = await feedOf(ctx, next, isSingle);
    const part: Part =
      feed === undefined ? NOTHING : await readRows(ctx, feed, feed === next.feed ? next.after : after, from, left);
    left -= EVENTS_OF_A_FEED + part.read;
    const wanted = part.rows.filter(
      (row) =>
        (from === undefined || Date.parse(row.time as string) >= from) &&
        wantsEvent(webhook, { type: row.type as string, subject: row.subject as string }),
    );
    const deliveries = wanted.map((row) => deliveryOf(feed as string, row));
    for (let i = 0; i < deliveries.length; i += MAX_QUEUED) {
      const written = await queuePart(ctx, ref, deliveries.slice(i, i + MAX_QUEUED));
      queued += written.queued;
      if (written.timer) timers.push(written.timer);
    }
    if (!part.isEnd) next = { project, feed, after: part.seq };
    else next = isSingle ? undefined : await nextProject(ctx, project);
  }
  const wakes = timers.length === 0 ? [] : [{ ...ref, timers }];
  return commitResult(ctx, { queued, cursor: next ? cursorOf(next) : null, wakes });
}

/** The feed of a position. Undefined: that of a project which was deleted meanwhile. @throws 404 if only it was asked for */
async function feedOf(ctx: Ctx, { project }: Position, isSingle: boolean): Promise<string | undefined> {
  if (project === "") return TENANT_FEED;
  if (isSingle) return (await projectRow(ctx, project)).uid;
  const row = await ctx.table.get(keys.project(ctx.tenant, project));
  return isLive(row) ? row.uid : undefined;
}

const deliveryOf = (feed: string, row: Row): NewDelivery => ({
  id: row.id as string,
  type: row.type as string,
  subject: row.subject as string,
  time: row.time as string,
  feed,
  sequence: row.sk.slice(PREFIX.event.length),
});

/** A part of a feed: the events that are retained, the number of all, and the last sequence. */
type Part = { rows: readonly Row[]; read: number; seq: number; isEnd: boolean };

const NOTHING: Part = { rows: [], read: 0, seq: 0, isEnd: true };

/**
 * Reads events of a feed, up to its end.
 * @param after the sequence after which to begin. Undefined: at `from`, in milliseconds since 1970
 */
async function readRows(
  ctx: Ctx,
  feed: string,
  after: number | undefined,
  from: number | undefined,
  limit: number,
): Promise<Part> {
  const head = await ctx.table.get(keys.head(ctx.tenant, feed));
  const end = (head?.seq as number | undefined) ?? 0;
  const begin = after ?? (await startOf(ctx, feed, from ?? 0, end));
  if (begin >= end) return { rows: [], read: 0, seq: begin, isEnd: true };
  const { rows } = await ctx.table.query({
    pk: keys.feedPartition(ctx.tenant, feed),
    prefix: PREFIX.event,
    after: PREFIX.event + padSequence(begin),
    limit,
  });
  const last = rows.at(-1);
  const seq = last === undefined ? end : Number(last.sk.slice(PREFIX.event.length));
  return { rows: rows.filter((row) => !isExpired(row, ctx.now())), read: rows.length, seq, isEnd: seq >= end };
}

/** The sequence after which the events of a time begin: by a binary search, because times grow along a feed. */
async function startOf(ctx: Ctx, feed: string, from: number, end: number): Promise<number> {
  const isBefore = async (seq: number) => {
    const row = await ctx.table.get(keys.event(ctx.tenant, feed, padSequence(seq)));
    // Events expire in the order of the feed.
    return row === undefined || Date.parse(row.time as string) < from - CLOCK_MS;
  };
  // Most feeds have nothing new.
  if (end === 0 || (await isBefore(end))) return end;
  let low = 1;
  let high = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The next project of the tenant, in the order of their ids. */
async function nextProject(ctx: Ctx, project: string): Promise<Position | undefined> {
  let after = project === "" ? undefined : PREFIX.project + project;
  for (;;) {
    const page = await ctx.table.query({
      pk: keys.tenantPartition(ctx.tenant),
      prefix: PREFIX.project,
      after,
      limit: 10,
    });
    const row = page.rows.find((candidate) => isLive(candidate));
    if (row) return { project: row.sk.slice(PREFIX.project.length) };
    if (page.last === undefined) return undefined;
    after = page.last;
  }
}

async function queuePart(
  ctx: WriteCtx,
  ref: WebhookRef,
  deliveries: readonly NewDelivery[],
): Promise<{ queued: number; timer?: Key }> {
  const attempt = async () => {
    const now = ctx.now();
    const [webhook, ...found] = await ctx.table.getMany([
      keys.webhook(ref.tenant, ref.webhook),
      ...deliveries.map(({ id }) => keys.delivery(ref.tenant, ref.webhook, id)),
    ]);
    requireLive(webhook, LABELS.webhook, ref.webhook);
    const writes = deliveries.flatMap((delivery, i): Write[] => {
      const row = found[i] as DeliveryRow | undefined;
      if (row?.status === "pending") return [];
      const fresh = newDeliveryRow(ref, delivery, now);
      const { attempts = 0, revision = 0 } = row ?? {};
      const next = { ...fresh, attempts, revision: revision + 1 };
      return queueWrites(ref, next, { is: "revision", revision: row?.revision });
    });
    if (writes.length === 0) return { queued: 0 };
    const timer = timerKey(ref, now.getTime(), ctx.newId());
    const outcome = await ctx.writer.commitPart([...writes, timerWrite(timer, ttlOf(now))]);
    return outcome.done ? { queued: writes.length / 2, timer } : undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`Deliveries of webhook '${ref.webhook}'`));
}
