/** What openapi.json promises to those who generate clients from it. */
import { readFileSync } from "node:fs";
import { type CloudEvent, EVENT_TYPES } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { DETAIL_BYTES, detailOf } from "@skillmeat-deployments/events/detail.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

type Json = null | string | number | boolean | Json[] | { [name: string]: Json };
type Schema = { [name: string]: Json };
type Media = { schema: Schema; example?: Json };
type Response = { $ref?: string; headers?: Schema; content?: Record<string, Media> };
type Operation = {
  operationId: string;
  parameters?: (
    | { $ref: string }
    | { name: string; in: string; description?: string; schema: Schema; example?: Json }
  )[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Response>;
};
type Document = {
  webhooks: { event: { post: Operation } };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
};

const text = readFileSync(new URL("../../packages/api/openapi.json", import.meta.url), "utf8");
const { paths, webhooks, components } = JSON.parse(text) as Document;
const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: "openapi", ...(JSON.parse(text) as object) });
const validate = (schema: Schema, value: Json | undefined) => {
  const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as Schema;
  return ajv.validate(local, value) ? [] : [ajv.errorsText()];
};

/** Calls `visit` with each schema that is reachable, each component once, and its place. */
function walk(roots: Json[], visit: (schema: Schema, place: string) => void): void {
  const seen = new Set<string>();
  const step = (value: Json, place: string): void => {
    if (value === null || typeof value !== "object") return;
    const $ref = Array.isArray(value) ? undefined : value.$ref;
    const name = typeof $ref === "string" ? /^#\/components\/schemas\/(.+)$/.exec($ref)?.[1] : undefined;
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      step(components.schemas[name] as Schema, name);
    }
    if (!Array.isArray(value)) visit(value, place);
    for (const [key, member] of Object.entries(value)) if (key !== "example") step(member, `${place}/${key}`);
  };
  for (const root of roots) step(root, "");
}

const schemasOf = (responses: Response[]): Json[] =>
  responses.flatMap(({ content = {} }) => Object.values(content).map(({ schema }) => schema));
const delivery = webhooks.event.post;
const deliveries = Object.values(delivery.requestBody?.content ?? {}).map(({ schema }) => schema);
/** What the service sends: answers, and the requests to webhooks. */
const sent = schemasOf([
  ...operations.flatMap(({ responses }) => Object.values(responses)),
  ...Object.values(components.responses),
]).concat(deliveries);
const bodies = operations.flatMap(({ requestBody }) =>
  requestBody ? Object.values(requestBody.content).map(({ schema }) => schema) : [],
);

describe("openapi.json", () => {
  it("What is sent is open: it takes further members, further values of enums, and longer values", () => {
    const closed: string[] = [];
    walk(sent, (schema, place) => {
      const limits = ["enum", "maxLength", "maxItems", "minLength", "minItems", "propertyNames"];
      if (schema.additionalProperties === false) closed.push(`${place}/additionalProperties`);
      if (schema.type !== undefined) closed.push(...limits.filter((k) => k in schema).map((k) => `${place}/${k}`));
    });
    expect(closed).toEqual([]);
  });

  it("Requests are closed, except files of other tools: an object takes the members that are described, and no others", () => {
    const open: string[] = [];
    walk(bodies, (schema, place) => {
      if (schema.type === "object" && schema.properties && schema.additionalProperties !== false) open.push(place);
    });
    expect(open.sort()).toEqual(["LockedSkill", "SkillsLock"]);
  });

  it("An event is a union told by its type, with a member for each type and a last one for all others", () => {
    const Event = components.schemas.Event as { anyOf: { $ref: string }[] };
    const members = Event.anyOf.map(
      ({ $ref }) => components.schemas[$ref.slice("#/components/schemas/".length)]?.properties as Schema,
    );
    const types = members.map(({ type }) => (type as Schema).const);
    expect(types).toEqual([...EVENT_TYPES, undefined]);
    const feed = operations.find(({ operationId }) => operationId === "listProjectEvents");
    const [event = {}] = (feed?.responses[200]?.content?.["application/json"]?.example ?? []) as Schema[];
    const known = { ...event, more: 1, data: { ...(event.data as Schema), more: 1 } };
    const other = { ...event, type: "skillmeat.webhook.failing", data: { failures: 5 } };
    expect([...validate(Event, known), ...validate(Event, other)]).toEqual([]);
    expect(validate(Event, { ...other, sequence: 5 })).toHaveLength(1);
  });

  it("A webhook's request has an event of a feed, one whose sides are references, or a test event", () => {
    expect(Object.keys(delivery.requestBody?.content ?? {})).toEqual(["application/cloudevents+json"]);
    const [schema = {}] = deliveries;
    const example = delivery.requestBody?.content["application/cloudevents+json"]?.example;
    expect([(example as Schema).specversion, ...validate(schema, example)]).toEqual(["1.0"]);
    const members = (components.schemas.DeliveredEvent as { anyOf: { $ref: string }[] }).anyOf.map(({ $ref }) => $ref);
    expect(members.map(($ref) => $ref.replace("#/components/schemas/", ""))).toEqual([
      "Event",
      "TruncatedEvent",
      "WebhookTestEvent",
    ]);
    const feed = operations.find(({ operationId }) => operationId === "listProjectEvents");
    const [event = {}] = (feed?.responses[200]?.content?.["application/json"]?.example ?? []) as Schema[];
    const after = { description: "x".repeat(DETAIL_BYTES) };
    const large = { ...event, data: { ...(event.data as Schema), after } } as unknown as CloudEvent;
    const cut = JSON.parse(detailOf(large)) as Schema;
    expect(validate(components.schemas.TruncatedEvent as Schema, cut)).toEqual([]);
    expect(validate(components.schemas.TruncatedEvent as Schema, event)).toHaveLength(1);
    const { sequence: _sequence, dataschema: _dataschema, ...rest } = event;
    const test = { ...rest, type: "skillmeat.webhook.test", data: { actor: "key:x", request_id: "y" } };
    expect([event, cut, test].flatMap((value) => validate(schema, value))).toEqual([]);
    expect(validate(schema, { ...test, type: "skillmeat.profile.created" })).toHaveLength(1);
  });

  it("A webhook's request has the headers of Standard Webhooks, and its answers mean what they say", () => {
    const headers = (delivery.parameters ?? []).map((p) => ("name" in p ? [p.in, p.name] : []));
    expect(headers).toEqual(["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ["header", name]));
    expect(Object.keys(delivery.responses)).toEqual(["410", "2XX", "default"]);
    expect(Object.keys(delivery.responses.default?.headers ?? {})).toEqual(["Retry-After", "webhook-delivery"]);
  });

  it("Every object has a name, so that generators need not make one up", () => {
    const nameless: string[] = [];
    walk([...sent, ...bodies], (schema, place) => {
      const isInside = place.split("/").length > 1;
      if (isInside && schema.type === "object" && schema.properties && !place.includes("/not")) nameless.push(place);
    });
    expect(nameless).toEqual([]);
  });

  it("Every parameter says what it is for, besides what its values mean", () => {
    const silent = operations.flatMap(({ operationId, parameters = [] }) =>
      parameters.flatMap((p) => ("$ref" in p || p.description ? [] : [`${operationId} ${p.name}`])),
    );
    expect(silent).toEqual([]);
  });

  it("Operations share their error responses", () => {
    const own = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status, { $ref }]) => Number(status) >= 400 && $ref === undefined)
        .map(([status]) => `${operationId} ${status}`),
    );
    expect(own).toEqual(["readReadiness 503"]);
  });

  it("Only operations that can meet a conflict document a 409", () => {
    const documented = operations.filter(({ responses }) => responses[409]).map(({ operationId }) => operationId);
    const creates = ["createProject", "createProfile", "createArtifact", "createTenant"];
    expect(documented.sort()).toEqual([...creates, "recordDeployment", "rotateKey", "deleteKey"].sort());
  });

  it("Every operation has valid examples of its parameters, its request and its successes", () => {
    const problems: string[] = [];
    for (const { operationId, parameters = [], requestBody, responses } of operations) {
      const examples = [
        ...parameters.flatMap((p) => ("name" in p && p.in !== "header" ? [p] : [])),
        ...Object.values(requestBody?.content ?? {}),
        ...Object.entries(responses).flatMap(([status, { content }]) =>
          Number(status) < 300 ? Object.values(content ?? {}) : [],
        ),
      ];
      for (const media of examples) {
        const isOptional = "in" in media && media.in === "query";
        // Files, and TOML beside JSON: the example is that of JSON.
        const isText = media.schema.type === "string" && !("in" in media);
        if (media.example === undefined && !isOptional && !isText) problems.push(`${operationId}: no example`);
        if (media.example === undefined) continue;
        problems.push(...validate(media.schema, media.example).map((problem) => `${operationId}: ${problem}`));
      }
    }
    expect(problems).toEqual([]);
  });

  it("Times that the service sets have the format date-time, and whole numbers a size", () => {
    const problems: string[] = [];
    walk(sent, (schema, place) => {
      if (schema.type === "integer" && schema.format === undefined) problems.push(`${place}: no format`);
      const { properties = {} } = schema as { properties?: Record<string, Schema> };
      for (const name of ["created_at", "updated_at", "time"]) {
        if (properties[name] && properties[name]?.format !== "date-time") problems.push(`${place}/${name}`);
      }
    });
    expect(problems).toEqual([]);
  });
});
