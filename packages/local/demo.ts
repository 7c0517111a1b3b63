/** `npm run demo`: what a user does, over HTTP, against a running service or one started for it. */
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { CloudEvent } from "@skillmeat-deployments/core/model/event-type.ts";
import type { ImportResult } from "@skillmeat-deployments/core/tracker/import.ts";
import cliProgress from "cli-progress";
import Table from "cli-table3";
import { type Credentials, readCredentials } from "./credentials.ts";
import { StartError } from "./engine.ts";
import type { Io } from "./main.ts";
import { serve } from "./serve.ts";

const PROJECT = "demo";
const PROFILES = [
  { profile_id: "claude", platform: "claude_code" },
  { profile_id: "codex", platform: "codex" },
  { profile_id: "gemini", platform: "gemini" },
];
/** The one change that is made; made again, it is a change to nothing. */
const CHANGE = { description: "Changed by the demo" };

/** @returns the exit code; what went wrong has been told in one line */
export async function demo(args: string[], env: Readonly<Record<string, string | undefined>>, io: Io): Promise<number> {
  let stop = async () => {};
  try {
    const tracker = readTracker(args);
    const dataDir = env.DATA_DIR ?? ".data";
    let credentials = await running(dataDir);
    if (!credentials) {
      const server = await serve({
        dataDir,
        port: 0,
        host: "127.0.0.1",
        endpoint: env.DYNAMODB_ENDPOINT,
        log: () => {},
      });
      stop = server.close;
      credentials = readCredentials(dataDir) as Credentials;
    }
    io.out(`Service: ${credentials.base_url}`);
    await play(createCaller(credentials), tracker, io);
    return 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    io.error(error.message);
    return 1;
  } finally {
    await stop();
  }
}

/** @throws StartError naming what is wrong with the arguments */
function readTracker(args: string[]): string {
  let file: string | undefined;
  try {
    file = parseArgs({ args, options: { tracker: { type: "string" } } }).values.tracker;
  } catch (error) {
    throw new StartError((error as Error).message);
  }
  if (file === undefined)
    throw new StartError("Usage: npm run demo -- --tracker FILE (a SkillMeat tracker, .skillmeat-deployed.toml)");
  if (!existsSync(file)) throw new StartError(`There is no file ${file}`);
  return readFileSync(file, "utf8");
}

/** The service that serves this data now, if one does. */
async function running(dataDir: string): Promise<Credentials | undefined> {
  const credentials = readCredentials(dataDir);
  if (!credentials) return undefined;
  const answer = await fetch(`${credentials.base_url}/me`, { headers: bearer(credentials) }).catch(() => undefined);
  return answer?.ok ? credentials : undefined;
}

const bearer = ({ api_key }: Credentials) => ({ authorization: `Bearer ${api_key}` });

type Reply = { status: number; body: unknown; next: string | undefined };
type Caller = (method: string, path: string, body?: object | string) => Promise<Reply>;

/** Sends JSON, or TOML where the body is text. @throws StartError with the problem's detail, unless it is 409 */
function createCaller(credentials: Credentials): Caller {
  return async (method, path, body) => {
    const type = typeof body === "string" ? "application/toml" : "application/json";
    const response = await fetch(credentials.base_url + path, {
      method,
      headers: { ...bearer(credentials), "content-type": type },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const answer = (await response.json()) as unknown;
    if (!response.ok && response.status !== 409) {
      throw new StartError(`${method} ${path}: ${response.status} ${(answer as { detail: string }).detail}`);
    }
    return {
      status: response.status,
      body: answer,
      next: /<(.*)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1],
    };
  };
}

async function play(call: Caller, tracker: string, { out }: Io): Promise<void> {
  const told = (what: string, { status }: Reply) =>
    out(`${what}: ${status === 409 ? "was there" : status === 201 ? "made" : "done"}`);
  told(`Project ${PROJECT}`, await call("POST", "/projects", { project_id: PROJECT, name: "The demo's project" }));
  const before = await readFeed(call, `/projects/${PROJECT}/events?limit=100`);

  let expected = before.events.length;
  for (const profile of PROFILES) {
    const made = await call("POST", `/projects/${PROJECT}/profiles`, profile);
    told(`Profile ${profile.profile_id} (${profile.platform})`, made);
    if (made.status === 201) expected++;
  }
  const { body } = await call("POST", `/projects/${PROJECT}/deployments/import`, tracker);
  const counts = body as ImportResult;
  out(
    `Tracker: ${counts.created} created, ${counts.updated} updated, ${counts.unchanged} unchanged, ${counts.superseded} superseded`,
  );
  expected += counts.created + counts.updated;
  const path = `/projects/${PROJECT}/profiles/codex`;
  const was = (await call("GET", path)).body as { version: number };
  const is = (await call("PATCH", path, CHANGE)).body as { version: number };
  out(`Profile codex: ${is.version === was.version ? "nothing to change" : "changed"}`);
  expected += is.version - was.version;

  const events = await awaitEvents(call, before, expected);
  out(feedTable(events));
  const whole = events.every((event, i) => Number(event.sequence) === i + 1);
  out(
    `${events.length} events, ${events.length - before.events.length} of them new; ${whole ? `1 to ${events.length} without a hole` : "WITH A HOLE"}`,
  );
}

type Feed = { events: CloudEvent[]; next: string };

/** Reads on from a position to where the feed ends now. */
async function readFeed(call: Caller, from: string): Promise<Feed> {
  const events: CloudEvent[] = [];
  let next = from;
  for (;;) {
    const page = await call("GET", next);
    const more = page.body as CloudEvent[];
    events.push(...more);
    next = page.next as string;
    if (more.length === 0) return { events, next };
  }
}

/** Polls until the events that are due have come, and shows how many have. */
async function awaitEvents(call: Caller, before: Feed, expected: number): Promise<CloudEvent[]> {
  const bar = new cliProgress.SingleBar(
    { format: "Events {bar} {value}/{total}", clearOnComplete: true },
    cliProgress.Presets.rect,
  );
  bar.start(expected, before.events.length);
  let { events, next } = before;
  while (events.length < expected) {
    const more = await readFeed(call, next);
    if (more.events.length === 0) await sleep(50);
    events = [...events, ...more.events];
    next = more.next;
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
