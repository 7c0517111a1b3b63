/** The API does what a simple model does, while its storage fails at random below it. */
import assert from "node:assert/strict";
import { createProxy, FAULTS, type Fault, type FaultProxy } from "@skillmeat-deployments/testing/proxy.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { createService, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { hitFigures, lacking, mustHit, type Proof, WRITE_FAULTS } from "./proof.ts";

type Item = { fields: Record<string, unknown>; etag: string };
type Project = Item & { children: Map<string, Item>; events: string[] };
type World = { projects: Map<string, Project>; artifacts: Map<string, Item>; deleting: Set<string>; events: string[] };

const PROJECTS = ["p0", "p1", "p2"];
const PROFILES = ["c0", "c1", "c2"];
const NAMES = ["a", "b", "c d"];

/** One step in a row of them: what is asked, and what the model makes of it. */
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

  /** Asks until it is answered, as a careful client does: 503 is no answer. */
  async ask(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply & { again: boolean }> {
    const key: Record<string, string> = method === "POST" ? { "idempotency-key": `k${this.steps}` } : {};
    for (let again = false; ; again = true) {
      const reply = await this.service.call(method, path, {
        ...(body ? { body } : {}),
        headers: { ...headers, ...key },
      });
      if (reply.status !== 503) return { ...reply, again };
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
    return this.compare(projectId);
  }

  async createProject(id: string) {
    const reply = await this.ask("POST", "/projects", { project_id: id });
    if (this.world.projects.has(id) || this.world.deleting.has(id)) return assert.equal(reply.status, 409);
    assert.equal(reply.status, 201, reply.text);
    this.world.projects.set(id, { ...itemOf(reply), children: new Map(), events: [] });
    this.world.events.push(`created /projects/${id}`);
  }

  async deleteProject(id: string) {
    const reply = await this.ask("DELETE", `/projects/${id}`);
    if (!this.world.projects.has(id)) return assert.ok(reply.status === 404 || reply.status === 204, `${reply.status}`);
    assert.ok(reply.status === 204 || (reply.again && reply.status === 404), `${reply.status}`);
    this.world.projects.delete(id);
    this.world.deleting.add(id);
    this.world.events.push(`deleted /projects/${id}`);
  }

  /** The stream runs dry: what was deleted is purged. */
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
    const reply = await this.ask("POST", "/artifacts", { type: "skill", name });
    if (artifacts.has(at)) return assert.equal(reply.status, 409);
    assert.equal(reply.status, 201, reply.text);
    artifacts.set(at, itemOf(reply));
    events.push(`created ${at}`);
  }

  async create(project: Project, base: string, child: string) {
    const profile_id = child.split("/")[1];
    const reply = await this.ask("POST", `${base}/profiles`, { profile_id, platform: "codex" });
    if (project.children.has(child)) return assert.equal(reply.status, 409);
    assert.equal(reply.status, 201, reply.text);
    project.children.set(child, itemOf(reply));
    project.events.push(`created ${base}/${child}`);
  }

  async record(project: Project, projectId: string, artifact_name: string) {
    const content_hash = this.random.pick(["h1", "h2", "h3"]);
    const child = `deployments/claude_code:skill:${artifact_name}`;
    const before = project.children.get(child);
    const reply = await this.ask("POST", `/projects/${projectId}/deployments`, {
      artifact_type: "skill",
      artifact_name,
      content_hash,
    });
    assert.equal(reply.status, before ? 200 : 201, reply.text);
    const after = itemOf(reply);
    assert.equal(after.fields.content_hash, content_hash);
    if (before?.etag !== after.etag)
      project.events.push(`${before ? "updated" : "created"} /projects/${projectId}/${child}`);
    if (before) {
      const lineage = before.fields.version_lineage as string[];
      const grown = before.fields.content_hash === content_hash ? lineage : [...lineage, content_hash].slice(-64);
      assert.deepEqual(after.fields.version_lineage, grown);
    }
    project.children.set(child, after);
  }

  /** With a tag that is current, one that is stale, or none. */
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
    const reply = await this.ask("PATCH", path, { [field]: value }, headers);
    if (!item) return assert.equal(reply.status, 404);
    if (tag === "stale") return assert.equal(reply.status, 412);
    // Asked again after no answer, its own change may stand in its way.
    if (reply.status === 412) assert.ok(reply.again && tag === "current", "a current tag was refused");
    const now = reply.status === 412 ? itemOf(await this.ask("GET", path)) : itemOf(reply);
    assert.equal(now.fields[field], value);
    if (item.fields[field] === value) assert.equal(now.etag, item.etag);
    else {
      assert.equal(now.fields.version, (item.fields.version as number) + 1);
      events.push(`updated ${at}`);
    }
    items.set(id, now);
  }

  async remove(items: Map<string, Item>, id: string, path: string, events: string[], at = decodeURIComponent(path)) {
    const reply = await this.ask("DELETE", path);
    // Where an attempt got no answer, a delete that finds nothing is 204: it may have been its own doing.
    if (!items.has(id)) return assert.ok(reply.status === 404 || reply.status === 204, `${reply.status}`);
    assert.ok(reply.status === 204 || (reply.again && reply.status === 404), `${reply.status}`);
    items.delete(id);
    events.push(`deleted ${at}`);
  }

  /** Everything a reader can see of a project is what the model has. */
  async compare(id: string) {
    const project = this.world.projects.get(id);
    const read = await this.ask("GET", `/projects/${id}`);
    if (!project) return assert.equal(read.status, 404);
    assert.deepEqual(read.json, project.fields);
    const seen = [
      ...((await this.ask("GET", `/projects/${id}/profiles`)).json as Record<string, unknown>[]),
      ...((await this.ask("GET", `/projects/${id}/deployments`)).json as Record<string, unknown>[]),
    ];
    const wanted = [...project.children].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, item]) => item.fields);
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>) =>
      String(a.id ?? a.deployment_id) < String(b.id ?? b.deployment_id) ? -1 : 1;
    assert.deepEqual(seen.sort(byId), wanted.sort(byId));
  }

  /** Each feed tells each change once, in a contiguous sequence, and each item's in the order they were made. */
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
    type Told = {
      type: string;
      subject: string;
      sequence: string;
      id: string;
      data: { before: unknown; after: unknown };
    };
    const told: Told[] = [];
    for (let next = `${path}?limit=100`; ; ) {
      const page = await this.ask("GET", next);
      const more = page.json as Told[];
      if (more.length === 0) break;
      told.push(...more);
      next = /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1] as string;
    }
    assert.deepEqual(
      told.map((e) => Number(e.sequence)),
      wanted.map((_, i) => i + 1),
      path,
    );
    assert.equal(new Set(told.map((e) => e.id)).size, told.length);
    // The model names what changed by its id; a subject is the path to it, which is percent-encoded.
    const lines = told.map((e) => `${e.type.split(".")[2]} ${decodeURIComponent(e.subject)}`);
    const perItem = (all: string[]) => Object.groupBy(all, (line) => line.slice(line.indexOf(" ")));
    assert.deepEqual(perItem(lines), perItem(wanted));
    const last = new Map<string, unknown>();
    for (const event of told) {
      assert.deepEqual(event.data.before, last.get(event.subject) ?? null, `${event.sequence} ${event.subject}`);
      last.set(event.subject, event.data.after);
    }
    return told.length;
  }
}

const itemOf = (reply: Reply): Item => ({
  fields: reply.json as Record<string, unknown>,
  etag: reply.headers.get("etag") as string,
});

/**
 * The faults of one proxy at random, one call in `oneIn`, and now and then a storm that outlasts every attempt. A
 * silence costs its timeout, so it is rarer.
 */
export function randomFaults(proxy: FaultProxy, random: Random, oneIn: number): void {
  let storm = 0;
  proxy.plan = (): Fault | undefined => {
    if (random.oneIn(500)) storm = 14;
    if (storm > 0) {
      storm--;
      return random.pick(["throttle", "500", "cut before", "cut after"] as const);
    }
    if (!random.oneIn(oneIn)) return undefined;
    const fault = random.pick(FAULTS);
    return fault === "hang" && !random.oneIn(5) ? "cut before" : fault;
  };
}

/** A client that notices silence soon, so that a proof need not wait as long as a service would. */
export const impatient = {
  requestHandler: { connectionTimeout: 500, requestTimeout: 250, throwOnRequestTimeout: true },
};

export const model: Proof = {
  promise: "the API does what a simple model does, each change is one event, and every feed is contiguous",
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
    const between = proxy as unknown as FaultProxy;
    try {
      randomFaults(between, random, 8);
      const player = new Player(service, random);
      const wanted = scale === "long" ? WRITE_FAULTS : ["TransactWriteItems × cut after"];
      // Chance decides what is hit when: it goes on until everything has been.
      while (player.steps < steps || (player.steps < 5 * steps && lacking(between.hits, wanted).length > 0)) {
        await player.step();
        if (player.steps % 50 === 0) progress(Math.min(player.steps, steps), steps);
      }
      const events = await player.compareFeeds();
      mustHit(between.hits, wanted);
      return `${player.steps} steps, ${player.retries} asked again after 503, ${events} events seen of ${events} expected, 0 lost, 0 doubled, 0 holes; ${hitFigures(between.hits)}`;
    } finally {
      between.plan = () => undefined;
      await service.close();
      await between.close();
    }
  },
};
