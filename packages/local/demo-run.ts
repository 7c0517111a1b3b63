/**
 * The requests of the demo: creates a project and profiles, imports a tracker, updates a profile, and reads the events.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
import type { ImportResult } from "@skillmeat-deployments/core/tracker/import.schema.ts";
import cliProgress from "cli-progress";
import Table from "cli-table3";
import type { Credentials } from "./credentials.ts";
import { type Io, StartError } from "./start-error.ts";

const PROJECT = "demo";
const PROFILES = [
  { profile_id: "claude", platform: "claude_code" },
  { profile_id: "codex", platform: "codex" },
  { profile_id: "gemini", platform: "gemini" },
];
/** The update of one profile. In a second run it changes nothing. */
const UPDATE = { description: "Changed by the demo" };

/** `next` is the path of the next page. */
type Reply = { status: number; body: unknown; next: string | undefined };
/** Sends a request with a JSON body, or with a TOML body if it is a string. */
export type ApiClient = (method: string, path: string, body?: object | string) => Promise<Reply>;

export const bearer = ({ api_key }: Credentials) => ({ authorization: `Bearer ${api_key}` });

/** A client that throws a StartError with the problem's detail for every error except 409. */
export function createApiClient(credentials: Credentials): ApiClient {
  return async (method, path, requestBody) => {
    const type = typeof requestBody === "string" ? "application/toml" : "application/json";
    const text = typeof requestBody === "string" ? requestBody : JSON.stringify(requestBody);
    const response = await fetch(credentials.base_url + path, {
      method,
      headers: { ...bearer(credentials), "content-type": type },
      ...(requestBody === undefined ? {} : { body: text }),
    });
    const body = (await response.json()) as unknown;
    if (!response.ok && response.status !== 409) {
      throw new StartError(`${method} ${path}: ${response.status} ${(body as { detail: string }).detail}`);
    }
    const [, next] = /^<([^>]*)>; rel="next"/.exec(response.headers.get("link") ?? "") ?? [];
    return { status: response.status, body, next };
  };
}

/** Runs the demo and prints each step. @param tracker the text of a tracker file */
export async function runDemo(api: ApiClient, tracker: string, { out }: Io): Promise<void> {
  const project = await api("POST", "/projects", { project_id: PROJECT, name: "The demo's project" });
  out(`Project ${PROJECT}: ${outcome(project)}`);
  const feed = await readFeed(api, `/projects/${PROJECT}/events?limit=100`);

  let expectedEvents = feed.events.length;
  expectedEvents += await createProfiles(api, out);
  expectedEvents += await importTracker(api, tracker, out);
  expectedEvents += await updateProfile(api, out);

  const events = await waitForEvents(api, feed, expectedEvents);
  out(feedTable(events));
  const hasGaps = events.some((event, i) => Number(event.sequence) !== i + 1);
  const sequence = hasGaps ? "THE SEQUENCE HAS GAPS" : `sequence 1 to ${events.length} without gaps`;
  out(`${events.length} events, ${events.length - feed.events.length} of them new; ${sequence}`);
}

const outcome = ({ status }: Reply) => (status === 409 ? "already exists" : status === 201 ? "created" : "done");

/** @returns the number of created profiles */
async function createProfiles(api: ApiClient, out: Io["out"]): Promise<number> {
  let created = 0;
  for (const profile of PROFILES) {
    const reply = await api("POST", `/projects/${PROJECT}/profiles`, profile);
    out(`Profile ${profile.profile_id} (${profile.platform}): ${outcome(reply)}`);
    if (reply.status === 201) created++;
  }
  return created;
}

/** @returns the number of created and updated records */
async function importTracker(api: ApiClient, tracker: string, out: Io["out"]): Promise<number> {
  const { body } = await api("POST", `/projects/${PROJECT}/deployments/import`, tracker);
  const { created, updated, unchanged, superseded } = body as ImportResult;
  out(`Tracker: ${created} created, ${updated} updated, ${unchanged} unchanged, ${superseded} superseded`);
  return created + updated;
}

/** @returns 1 if the profile changed, else 0 */
async function updateProfile(api: ApiClient, out: Io["out"]): Promise<number> {
  const path = `/projects/${PROJECT}/profiles/codex`;
  const before = (await api("GET", path)).body as { version: number };
  const after = (await api("PATCH", path, UPDATE)).body as { version: number };
  out(`Profile codex: ${after.version === before.version ? "nothing to change" : "changed"}`);
  return after.version - before.version;
}

/** Events of a feed, and the path to read on from. */
type Feed = { events: CloudEvent[]; next: string };

/** Reads the feed from a page to its current end. */
async function readFeed(api: ApiClient, firstPage: string): Promise<Feed> {
  const events: CloudEvent[] = [];
  let next = firstPage;
  for (;;) {
    const reply = await api("GET", next);
    const page = reply.body as CloudEvent[];
    events.push(...page);
    next = reply.next as string;
    if (page.length === 0) return { events, next };
  }
}

/** Polls the feed until it has the expected number of events, with a progress bar. */
async function waitForEvents(api: ApiClient, feed: Feed, expected: number): Promise<CloudEvent[]> {
  const bar = new cliProgress.SingleBar(
    { format: "Events {bar} {value}/{total}", clearOnComplete: true },
    cliProgress.Presets.rect,
  );
  bar.start(expected, feed.events.length);
  let { events, next } = feed;
  while (events.length < expected) {
    const newEvents = await readFeed(api, next);
    if (newEvents.events.length === 0) await sleep(50);
    events = [...events, ...newEvents.events];
    next = newEvents.next;
    bar.update(events.length);
  }
  bar.stop();
  return events;
}

function feedTable(events: CloudEvent[]): string {
  const table = new Table({ head: ["#", "time", "event", "subject"], style: { head: [], border: [], compact: true } });
  for (const event of events) table.push([Number(event.sequence), event.time, event.type, event.subject]);
  return table.toString();
}
