/** The API does what a simple model does, while storage below it fails at random. */
import assert from "node:assert/strict";
import { createProxy, FAULTS, type Fault, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { createService, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { hitFigures, missingFaults, mustHit, type Proof, WRITE_FAULTS } from "./proof.ts";

type Item = { fields: Record<string, unknown>; etag: string };
type Observed = { state: string; hash: null; observed_at: string };
/** `observed`: what was last observed of its records. */
type Project = Item & { children: Map<string, Item>; observed: Map<string, Observed>; events: string[] };
type World = { projects: Map<string, Project>; artifacts: Map<string, Item>; deleting: Set<string>; events: string[] };

const PROJECTS = ["p0", "p1", "p2"];
const PROFILES = ["c0", "c1", "c2"];
const NAMES = ["a", "b", "c d"];
const STATES = ["synced", "modified", "missing"];

/** Takes one random step after another: sends a request and checks the answer against the model. */
class Player {
  readonly service: Service;
  readonly random: Random;
  readonly world: World = { projects: new Map(), artifacts: new Map(), deleting: new Set(), events: [] };
  steps = 0;
  retries = 0;

  constructor(service: Service, random: Random) {
    this.service = service;
    this.random = random;
  }

  /** Repeats the request until the answer is not 503, as a careful client does. */
  async send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply & { repeated: boolean }> {
    const key: Record<string, string> = method === "POST" ? { "idempotency-key": `k${this.steps}` } : {};
    for (let repeated = false; ; repeated = true) {
      const reply = await this.service.call(method, path, {
        ...(body ? { body } : {}),
        headers: { ...headers, ...key },
      });
      if (reply.status !== 503) return { ...reply, repeated };
      this.retries++;
    }
  }

  async step(): Promise<void> {
    this.steps++;
    const { random, world } = this;
    const projectId = random.pick(PROJECTS);
    const project = world.projects.get(projectId);
    const kind = random.below(20);
    if (kind === 0) return this.createProject(projectId);
    if (kind === 1) return this.deleteProject(projectId);
    if (kind === 2) return this.settle();
    if (kind < 6) return this.artifact(random.pick(NAMES));
    if (!project) return this.createProject(projectId);
    if (kind < 9) return this.create(project, `/projects/${projectId}`, `profiles/${random.pick(PROFILES)}`);
    if (kind < 12) return this.record(project, projectId, random.pick(NAMES));
    const known = [...project.children.keys()];
    const child = known.length > 0 && !random.oneIn(6) ? random.pick(known) : `profiles/${random.pick(PROFILES)}`;
    const path = `/projects/${projectId}/${child.split("/").map(encodeURIComponent).join("/")}`;
    if (kind < 16)
      return this.patch(
        project.children,
        child,
        path,
        child.startsWith("profiles") ? "description" : "from_collection",
        project.events,
      );
    if (kind < 18) return this.remove(project.children, child, path, project.events);
    if (kind === 18) return this.observe(project, projectId);
    return this.compare(projectId);
  }

  async createProject(id: string) {
    const reply = await this.send("POST", "/projects", { project_id: id });
    if (this.world.projects.has(id) || this.world.deleting.has(id)) return assert.equal(reply.status, 409);
    assert.equal(reply.status, 201, reply.text);
    this.world.projects.set(id, { ...itemOf(reply), children: new Map(), observed: new Map(), events: [] });
    this.world.events.push(`created /projects/${id}`);
  }

  async deleteProject(id: string) {
    const reply = await this.send("DELETE", `/projects/${id}`);
    if (!this.world.projects.has(id)) return assert.ok(reply.status === 404 || reply.status === 204, `${reply.status}`);
    assert.ok(reply.status === 204 || (reply.repeated && reply.status === 404), `${reply.status}`);
    this.world.projects.delete(id);
    this.world.deleting.add(id);
    this.world.events.push(`deleted /projects/${id}`);
  }

  /** Delivers the whole stream, so that deleted projects are purged. */
  async settle() {
    for (;;) {
      const done = await this.service.drain().then(
        () => true,
        () => false,
      );
      if (done) break;
    }
    this.world.deleting.clear();
  }

  async artifact(name: string) {
    const { artifacts, events } = this.world;
    const path = `/artifacts/${encodeURIComponent(`skill:${name}`)}`;
    const at = `/artifacts/skill:${name}`;
    if (this.random.oneIn(3)) return this.patch(artifacts, at, path, "source", events, at);
    if (this.random.oneIn(3)) return this.remove(artifacts, at, path, events, at);
    const reply = await this.send("POST", "/artifacts", { type: "skill", name });
    if (artifacts.has(at)) return assert.equal(reply.status, 409);
    assert.equal(reply.status, 201, reply.text);
    artifacts.set(at, itemOf(reply));
    events.push(`created ${at}`);
  }

  async create(project: Project, base: string, child: string) {
    const profile_id = child.split("/")[1];
    const reply = await this.send("POST", `${base}/profiles`, { profile_id, platform: "codex" });
    if (project.children.has(child)) return assert.equal(reply.status, 409);
    assert.equal(reply.status, 201, reply.text);
    project.children.set(child, itemOf(reply));
    project.events.push(`created ${base}/${child}`);
  }

  async record(project: Project, projectId: string, artifact_name: string) {
    const content_hash = this.random.pick(["h1", "h2", "h3"]);
    const child = `deployments/claude_code:skill:${artifact_name}`;
    const before = project.children.get(child);
    const reply = await this.send("POST", `/projects/${projectId}/deployments`, {
      artifact_type: "skill",
      artifact_name,
      content_hash,
    });
    assert.equal(reply.status, before ? 200 : 201, reply.text);
    const after = itemOf(reply);
    assert.equal(after.fields.content_hash, content_hash);
    if (!before) project.observed.delete(child);
    if (before?.etag !== after.etag)
      project.events.push(`${before ? "updated" : "created"} /projects/${projectId}/${child}`);
    if (before) {
      const lineage = before.fields.version_lineage as string[];
      const grown = before.fields.content_hash === content_hash ? lineage : [...lineage, content_hash].slice(-64);
      assert.deepEqual(after.fields.version_lineage, grown);
    }
    project.children.set(child, after);
  }

  /** Reports a state of each record, also of those that do not exist, at a time that can be before the last one. */
  async observe(project: Project, projectId: string) {
    const observed_at = new Date(Date.UTC(2026, 2, 10) + this.random.below(100) * 1_000).toISOString();
    const seen = NAMES.map((name) => ({
      deployment_id: `claude_code:skill:${name}`,
      state: this.random.pick(STATES),
    }));
    const reply = await this.send("POST", `/projects/${projectId}/observations`, { observed_at, items: seen });
    assert.equal(reply.status, 200, reply.text);
    const counts = { changed: 0, unchanged: 0, ignored: 0, unknown: 0 };
    for (const { deployment_id, state } of seen) {
      const child = `deployments/${deployment_id}`;
      const last = project.observed.get(child);
      if (!project.children.has(child)) counts.unknown++;
      else if (last && last.observed_at >= observed_at)
        counts[last.observed_at === observed_at && last.state === state ? "unchanged" : "ignored"]++;
      else {
        counts[last?.state === state ? "unchanged" : "changed"]++;
        if (last?.state !== state)
          project.events.push(`observed ${last?.state ?? "none"} ${state} of:/projects/${projectId}/${child}`);
        project.observed.set(child, { state, hash: null, observed_at });
      }
    }
    // A report that is sent again finds what its first attempt has written.
    const told = (reply.json as { counts: typeof counts }).counts;
    if (reply.repeated) assert.equal(told.unknown, counts.unknown);
    else assert.deepEqual(told, counts);
  }

  /** Patches with the current ETag, a stale one, or none. */
  async patch(
    items: Map<string, Item>,
    id: string,
    path: string,
    field: string,
    events: string[],
    at = decodeURIComponent(path),
  ) {
    const item = items.get(id);
    const value = `v${this.random.below(4)}`;
    const tag = this.random.pick(["none", "current", "stale"]);
    const headers: Record<string, string> =
      tag === "none" || !item ? {} : { "if-match": tag === "current" ? item.etag : '"stale"' };
    const reply = await this.send("PATCH", path, { [field]: value }, headers);
    if (!item) return assert.equal(reply.status, 404);
    if (tag === "stale") return assert.equal(reply.status, 412);
    // After an answer was lost, the request's own change may have replaced the ETag.
    if (reply.status === 412) assert.ok(reply.repeated && tag === "current", "a current ETag was refused");
    const now = reply.status === 412 ? itemOf(await this.send("GET", path)) : itemOf(reply);
    assert.equal(now.fields[field], value);
    if (item.fields[field] === value) assert.equal(now.etag, item.etag);
    else {
      assert.equal(now.fields.version, (item.fields.version as number) + 1);
      events.push(`updated ${at}`);
    }
    items.set(id, now);
  }

  async remove(items: Map<string, Item>, id: string, path: string, events: string[], at = decodeURIComponent(path)) {
    const reply = await this.send("DELETE", path);
    // When the answer of an earlier attempt was lost, a delete that finds nothing answers 204: that attempt may have
    // deleted it.
    if (!items.has(id)) return assert.ok(reply.status === 404 || reply.status === 204, `${reply.status}`);
    assert.ok(reply.status === 204 || (reply.repeated && reply.status === 404), `${reply.status}`);
    items.delete(id);
    events.push(`deleted ${at}`);
  }

  /** Checks that everything a reader sees of a project equals the model. */
  async compare(id: string) {
    const project = this.world.projects.get(id);
    const read = await this.send("GET", `/projects/${id}`);
    if (!project) return assert.equal(read.status, 404);
    assert.deepEqual(read.json, project.fields);
    const seen = [
      ...((await this.send("GET", `/projects/${id}/profiles`)).json as Record<string, unknown>[]),
      ...((await this.send("GET", `/projects/${id}/deployments`)).json as Record<string, unknown>[]),
    ];
    const wanted = [...project.children]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .map(([child, { fields }]) =>
        child.startsWith("deployments/") ? { ...fields, observed: project.observed.get(child) ?? null } : fields,
      );
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>) =>
      String(a.id ?? a.deployment_id) < String(b.id ?? b.deployment_id) ? -1 : 1;
    assert.deepEqual(seen.sort(byId), wanted.sort(byId));
  }

  /** Checks that each feed holds each change once, in a contiguous sequence, and each item's changes in their order. */
  async compareFeeds(): Promise<number> {
    await this.settle();
    let events = await this.compareFeed("/events", this.world.events);
    for (const [id, project] of this.world.projects) {
      await this.compare(id);
      events += await this.compareFeed(`/projects/${id}/events`, project.events);
    }
    return events;
  }

  async compareFeed(path: string, wanted: string[]): Promise<number> {
    type FeedEvent = {
      type: string;
      subject: string;
      sequence: string;
      id: string;
      data: { before: { state?: string } | null; after: { state?: string } | null };
    };
    const events: FeedEvent[] = [];
    for (let next = `${path}?limit=100`; ; ) {
      const page = await this.send("GET", next);
      const more = page.json as FeedEvent[];
      if (more.length === 0) break;
      events.push(...more);
      next = /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1] as string;
    }
    assert.deepEqual(
      events.map((e) => Number(e.sequence)),
      wanted.map((_, i) => i + 1),
      path,
    );
    assert.equal(new Set(events.map((e) => e.id)).size, events.length);
    // The model names an item by its id; the event's subject is the item's path, which is percent-encoded.
    const isObserved = ({ type }: FeedEvent) => type === "skillmeat.deployment.observed";
    const lines = events.map((e) => {
      const subject = decodeURIComponent(e.subject);
      if (!isObserved(e)) return `${e.type.split(".")[2]} ${subject}`;
      return `observed ${e.data.before?.state ?? "none"} ${e.data.after?.state} of:${subject}`;
    });
    // A record and what was observed of it are two items, whose changes can be recorded in either order.
    const perItem = (all: string[]) => Object.groupBy(all, (line) => line.slice(line.search(/ (of:)?\//)));
    assert.deepEqual(perItem(lines), perItem(wanted));
    const last = new Map<string, unknown>();
    for (const event of events.filter((e) => !isObserved(e))) {
      assert.deepEqual(event.data.before, last.get(event.subject) ?? null, `${event.sequence} ${event.subject}`);
      last.set(event.subject, event.data.after);
    }
    return events.length;
  }
}

const itemOf = (reply: Reply): Item => ({
  fields: reply.json as Record<string, unknown>,
  etag: reply.headers.get("etag") as string,
});

/**
 * Injects random faults: one call in `oneIn`, and sometimes a burst that outlasts every retry. A hang costs its
 * timeout, so it is rarer.
 */
function randomFaults(proxy: FaultProxy, random: Random, oneIn: number): void {
  let burst = 0;
  proxy.plan = (): Fault | undefined => {
    if (random.oneIn(500)) burst = 14;
    if (burst > 0) {
      burst--;
      return random.pick(["throttle", "500", "cut before", "cut after"] as const);
    }
    if (!random.oneIn(oneIn)) return undefined;
    const fault = random.pick(FAULTS);
    return fault === "hang" && !random.oneIn(5) ? "cut before" : fault;
  };
}

/** Settings of a client that gives up on a silent connection soon, so that a proof takes less time. */
export const impatient = {
  requestHandler: { connectionTimeout: 500, requestTimeout: 250, throwOnRequestTimeout: true },
};

export const model: Proof = {
  promise: "the API does what a simple model does, each change makes one event, and every feed is contiguous",
  async prove({ scale, random, progress }) {
    const steps = scale === "long" ? 4_000 : 400;
    let proxy: FaultProxy | undefined;
    const service = await createService({
      through: async (endpoint) => {
        proxy = await createProxy(endpoint);
        return proxy.endpoint;
      },
      client: impatient,
      app: { rate: { quota: 1e9, window: 1 } },
    });
    const faultProxy = proxy as unknown as FaultProxy;
    try {
      randomFaults(faultProxy, random, 8);
      const player = new Player(service, random);
      const wanted = scale === "long" ? WRITE_FAULTS : ["TransactWriteItems × cut after"];
      // Faults are random, so it goes on until each expected one has happened.
      while (player.steps < steps || (player.steps < 5 * steps && missingFaults(faultProxy.hits, wanted).length > 0)) {
        await player.step();
        if (player.steps % 50 === 0) progress(Math.min(player.steps, steps), steps);
      }
      const events = await player.compareFeeds();
      mustHit(faultProxy.hits, wanted);
      return `${player.steps} steps, ${player.retries} requests repeated after 503, ${events} events seen of ${events} expected, 0 lost, 0 duplicates, 0 holes; ${hitFigures(faultProxy.hits)}`;
    } finally {
      faultProxy.plan = () => undefined;
      await service.close();
      await faultProxy.close();
    }
  },
};
