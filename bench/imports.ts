/**
 * Measures imports of trackers into a running service, by HTTP alone: the rows of each import per second, and how long
 * the recorder takes to record its events.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { padSequence } from "@skillmeat-deployments/core/model/events/event-row.ts";

/** Milliseconds between two reads of a feed. A reader that waits must stay far below the rate limit. */
const POLL_MS = 50;
/** Milliseconds after which an import whose events are not recorded counts as an error. */
const GIVE_UP_MS = 600_000;

/** `imports` and `rows`: how many imports, and the rows of each, at most 5,000. */
export type ImportsOptions = {
  imports: number;
  rows: number;
  /** The start of the ids of the projects that are created, one for each import. They must be new. */
  prefix?: string;
  /** Called after each import. */
  onImport?: (index: number, rowsPerSecond: number) => void;
};

/** One number for each import, in order. `lagMs`: from the answer of the import to its last event in the feed. */
export type ImportsResult = { rowsPerSecond: number[]; lagMs: number[] };

type Body = { type: string; text: string };
/** Sends a request. Answers with other statuses than those of success and `expected` are errors. */
type Send = (
  method: string,
  path: string,
  body?: Body,
  expected?: number,
) => Promise<{ status: number; json: unknown }>;

/**
 * Imports into new projects, one import after the other. An import does not wait for the events of the former ones, so
 * a recorder that is slower than the imports falls behind.
 * @param url the URL of the service
 * @param key an API key with all scopes
 * @throws if an answer is an error, or the events of an import are not recorded within 10 minutes
 */
export async function measureImports(url: string, key: string, options: ImportsOptions): Promise<ImportsResult> {
  const { imports, rows, prefix = "imports", onImport } = options;
  const send: Send = async (method, path, body, expected) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { "content-type": body.type } : {}) },
      ...(body ? { body: body.text } : {}),
    });
    if (!response.ok && response.status !== expected)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return { status: response.status, json: await response.json() };
  };
  const tracker = { type: "application/toml", text: trackerOf(rows) };
  const rowsPerSecond: number[] = [];
  // The recorder works in the order of the stream, so the lags can be measured one after the other.
  let lags: Promise<number[]> = Promise.resolve([]);
  for (let i = 0; i < imports; i++) {
    const project = `${prefix}-${i}`;
    await send("POST", "/projects", { type: "application/json", text: JSON.stringify({ project_id: project }) });
    const startedAt = performance.now();
    await send("POST", `/projects/${project}/deployments/import`, tracker);
    const answeredAt = performance.now();
    const perSecond = rows / ((answeredAt - startedAt) / 1000);
    rowsPerSecond.push(perSecond);
    onImport?.(i, perSecond);
    lags = lags.then(async (former) => [...former, (await recordedAt(send, project, rows)) - answeredAt]);
    // The error of a lag is thrown when all imports are sent.
    lags.catch(() => {});
  }
  return { rowsPerSecond, lagMs: (await lags).map((lag) => Math.max(0, lag)) };
}

/** When the feed of a project has its last event, in milliseconds of `performance.now()`. */
async function recordedAt(send: Send, project: string, events: number): Promise<number> {
  const last = `/projects/${project}/events?after=${padSequence(events - 1)}&limit=1`;
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (performance.now() < giveUpAt) {
    // 400: the position is beyond the last event of the feed.
    const { status, json } = await send("GET", last, undefined, 400);
    if (status === 200 && (json as unknown[]).length > 0) return performance.now();
    await sleep(POLL_MS);
  }
  throw new Error(`${project}: the feed has fewer than ${events} events after ${GIVE_UP_MS} ms`);
}

/** A tracker with the fields that SkillMeat writes for a deployed skill. */
const trackerOf = (rows: number) =>
  Array.from({ length: rows }, (_, i) =>
    [
      "[[deployed]]",
      `artifact_name = "skill-${i}"`,
      'artifact_type = "skill"',
      'from_collection = "default"',
      'deployed_at = "2026-01-05T15:07:49.157370"',
      `artifact_path = "skills/skill-${i}"`,
      `content_hash = "${String(i).padStart(64, "0")}"`,
      'deployment_profile_id = "claude_code"',
      'platform = "claude_code"',
      'profile_root_dir = ".claude"',
      "",
    ].join("\n"),
  ).join("\n");
