/**
 * What earlier releases stored is read by this one: `tests/shapes` holds the rows of each, as they lie in the table. A field
 * that is added without a default fails here; so does an event schema that refuses an earlier event.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fillPath, PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { Artifact } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { Profile } from "@skillmeat-deployments/core/model/profile.schema.ts";
import { Project } from "@skillmeat-deployments/core/model/project.schema.ts";
import { STAMP_FIELDS } from "@skillmeat-deployments/core/resource/stored.ts";
import { ownerOf, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { load } from "@skillmeat-deployments/testing/dump.ts";
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** A request that was sent under a key, and the answer of its replay. */
type KeyedRequest = {
  method: string;
  path: string;
  body?: object | string;
  headers: Record<string, string>;
  status: number;
  answer: string;
};
type Shapes = { recorded_at: string; api_key: string; requests: KeyedRequest[]; rows: Row[] };

const RESOURCES = [
  { resource: Project, prefix: PREFIX.project, path: PATHS.project },
  { resource: Artifact, prefix: PREFIX.artifact, path: PATHS.artifact },
  { resource: Profile, prefix: PREFIX.profile, path: PATHS.profile },
  { resource: Deployment, prefix: PREFIX.deployment, path: PATHS.deployment },
];

const releases = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => {
    const shapes = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Shapes;
    return [file.replace(".json", ""), shapes] as const;
  });

/** The path of a row's resource. */
function pathOf(row: Row): string | undefined {
  const kind = RESOURCES.find(({ prefix }) => row.sk.startsWith(prefix));
  if (!kind) return undefined;
  const id = row.sk.slice(kind.prefix.length);
  const names = { project_id: ownerOf(row.pk)?.project ?? id, artifact_id: id, profile_id: id, deployment_id: id };
  return fillPath(kind.path, names);
}

describe.each(releases)("what the release of %s stored", (_date, { recorded_at, api_key, requests, rows }) => {
  let service: Service;
  const get = (path: string) => service.call("GET", path, { key: api_key });
  beforeAll(async () => {
    service = await createService({ now: new Date(recorded_at) });
    await load(service.client, service.table.name, rows);
  });
  afterAll(() => service.close());

  it("its resources are read with every field of today's shape, by its own API key", async () => {
    const paths = rows.flatMap((row) => pathOf(row) ?? []);
    expect(paths.length).toBeGreaterThan(8);
    for (const path of paths) {
      // Every answer is held to openapi.json, which knows each field of the read shape.
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    for (const list of ["/projects", "/artifacts", "/projects/web-shop/profiles", "/projects/web-shop/deployments"]) {
      expect([list, (await get(list)).status]).toEqual([list, 200]);
    }
  });

  it("an update that changes nothing leaves its resources as they are", async () => {
    for (const path of rows.flatMap((row) => pathOf(row) ?? [])) {
      const before = await get(path);
      const after = await service.call("PATCH", path, { key: api_key, body: {} });
      // Only a read tells what was observed of a record.
      const { observed } = before.json as { observed?: unknown };
      const expected = observed === undefined ? after.json : { ...(after.json as object), observed };
      expect([path, before.text, before.headers.get("etag")]).toEqual([
        path,
        JSON.stringify(expected),
        after.headers.get("etag"),
      ]);
    }
  });

  it("its events are valid by the schema that each names, and their subjects can be requested", async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    let count = 0;
    for (const feed of ["/events", "/projects/web-shop/events"]) {
      for (const event of (await get(`${feed}?limit=100`)).json as CloudEvent[]) {
        const { json } = await get(`/events/schemas/${event.type}`);
        const valid = ajv.getSchema(event.dataschema) ?? ajv.compile(json as object);
        expect([event.id, valid(event.data), ajv.errorsText(valid.errors)]).toEqual([event.id, true, "No errors"]);
        expect(new URL(event.subject, "https://service.test").pathname).toBe(event.subject);
        expect([200, 404]).toContain((await get(event.subject)).status);
        count++;
      }
    }
    expect(count).toBe(rows.filter((row) => row.sk.startsWith(PREFIX.event)).length);
  });

  it("its tenant and its API keys are read", async () => {
    for (const path of ["/tenants", "/tenants/acme"]) {
      expect([path, (await service.call("GET", path, { key: OPERATOR })).status]).toEqual([path, 200]);
    }
    const keys = (await get("/keys")).json as { key_id: string }[];
    expect(keys.length).toBeGreaterThan(1);
    for (const { key_id } of keys) expect((await get(`/keys/${key_id}`)).status).toBe(200);
  });

  it("a request under an Idempotency-Key that was used is answered as it was then, also without fields that came later", async () => {
    expect(requests.length).toBeGreaterThan(10);
    for (const { method, path, body, headers, status, answer } of requests) {
      // Not by `service.call`, which holds every answer to today's shape.
      const reply = await service.app.fetch(
        new Request(`http://service${path}`, {
          method,
          ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
          headers: {
            "content-type": "application/json",
            ...headers,
            authorization: `Bearer ${api_key}`,
          },
        }),
      );
      expect([method, path, reply.status, reply.headers.get("idempotent-replayed")]).toEqual([
        method,
        path,
        status,
        "true",
      ]);
      expect(await reply.text()).toBe(answer);
    }
  });
});

it("each release's rows hold every field of a resource that has no default", () => {
  const [, newest] = releases.at(-1) as (typeof releases)[number];
  for (const { resource, prefix } of RESOURCES) {
    const stored = new Set(newest.rows.filter((row) => row.sk.startsWith(prefix)).flatMap(Object.keys));
    const missing = Object.entries(resource.read.shape).filter(
      ([name, field]) =>
        !stored.has(name) &&
        !(STAMP_FIELDS as readonly string[]).includes(name) &&
        !(name in resource.defaults) &&
        !field.safeParse(null).success,
    );
    expect([prefix, missing.map(([name]) => name)]).toEqual([prefix, []]);
  }
});
