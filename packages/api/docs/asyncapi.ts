/**
 * Builds the AsyncAPI 3.0 document, of the feeds, the bus and the webhooks, from the OpenAPI document: they have one
 * set of schemas. It runs at build time and is not part of the bundle.
 */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { typePatterns } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { BUS, BUS_ENTRY, FEED_SERVERS, SERVERS, WEBHOOK } from "./asyncapi-parts.ts";

const CLOUD_EVENT = "application/cloudevents+json";

type JsonObject = { readonly [name: string]: unknown };
type Parameter = { name: string; in: string; required?: true; description: string; schema: JsonObject };
type Operation = { summary: string; description: string; parameters: readonly Parameter[] };
type Sent = Operation & { requestBody: { content: { [CLOUD_EVENT]: { example: JsonObject } } } };
type Schemas = Readonly<Record<string, JsonObject>>;
type EventSchema = { description: string; properties: { type: { const?: string } } };

/** What is read of the OpenAPI document. */
type OpenApi = {
  info: { title: string; version: string; license: { name: string }; contact: JsonObject };
  paths: { "/events": { get: Operation }; "/projects/{project_id}/events": { get: Operation } };
  webhooks: { event: { post: Sent } };
  components: { schemas: Schemas; securitySchemes: { apiKey: JsonObject } };
};

const INTRODUCTION = `Every change makes one event, a CloudEvent 1.0. There are three ways to get it:

- **Feeds** are polled by HTTP. They have every event exactly once, in order and without gaps, for 90 days.
- **The bus** is EventBridge, or a file in a local run. It has every event at least once.
- **Webhooks** are HTTP requests to an endpoint of yours, signed by Standard Webhooks 1.0, at least once.

The schemas are those of \`${PATHS.openApi}\`, which describes the requests that clients send.`;

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const nameOf = ({ $ref }: { $ref: string }) => $ref.slice($ref.lastIndexOf("/") + 1);

/** Builds the document. @param openApi the OpenAPI document */
export function asyncApiDocument(openApi: Record<string, unknown>): JsonObject {
  const { info, paths, webhooks, components } = openApi as unknown as OpenApi;
  const { schemas, securitySchemes } = components;
  const delivery = webhooks.event.post;
  const tenantFeed = paths[PATHS.events].get;
  const projectFeed = paths[PATHS.projectEvents].get;
  const messages = {
    ...eventMessages(schemas),
    BusEntry: { title: "An entry of the bus", contentType: "application/json", payload: BUS_ENTRY },
    Delivery: {
      title: "A delivery",
      summary: "The request to a webhook.",
      contentType: CLOUD_EVENT,
      headers: objectOf(delivery, "header"),
      payload: schemaRef("DeliveredEvent"),
      examples: [{ name: "Event", payload: delivery.requestBody.content[CLOUD_EVENT].example }],
    },
  };
  const used = schemasOf(messages, schemas);
  return {
    asyncapi: "3.0.0",
    info: {
      ...{ title: info.title, version: info.version, description: INTRODUCTION, contact: info.contact },
      license: { name: info.license.name, url: "https://opensource.org/license/mit" },
    },
    defaultContentType: CLOUD_EVENT,
    servers: SERVERS,
    channels: {
      tenantFeed: feedOf("tenant", PATHS.events, tenantFeed, schemas),
      projectFeed: feedOf("project", PATHS.projectEvents, projectFeed, schemas),
      bus: { ...BUS, messages: refsTo(["BusEntry"]) },
      webhook: { ...WEBHOOK, messages: refsTo(["Delivery"]) },
    },
    operations: {
      pollTenantFeed: pollOf("tenantFeed", tenantFeed),
      pollProjectFeed: pollOf("projectFeed", projectFeed),
      sendToBus: sendTo("bus", "Send an event to the bus", "Failed entries are sent again."),
      sendToWebhook: {
        ...sendTo("webhook", "Send an event to a webhook", delivery.description),
        bindings: { http: { method: "POST", bindingVersion: "0.3.0" } },
      },
    },
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
      messages,
      securitySchemes: { apiKey: securitySchemes.apiKey },
    },
  };
}

/** The names of the events' schemas, in the order of the union. */
const eventNames = (schemas: Schemas) => (schemas.Event as { anyOf: { $ref: string }[] }).anyOf.map(nameOf);

function eventMessages(schemas: Schemas): JsonObject {
  const messageOf = (name: string) => {
    const { description, properties } = schemas[name] as EventSchema;
    return {
      title: properties.type.const ?? "Another event",
      summary: description,
      contentType: CLOUD_EVENT,
      payload: schemaRef(name),
    };
  };
  return Object.fromEntries(eventNames(schemas).map((name) => [name, messageOf(name)]));
}

/** The schemas that a value refers to, and those that they refer to. */
function schemasOf(value: unknown, schemas: Schemas, found = new Set<string>()): Set<string> {
  for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    schemasOf(schemas[name], schemas, found);
  }
  return found;
}

const refsTo = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));

const inPlace = ({ parameters }: Operation, place: string) => parameters.filter((parameter) => parameter.in === place);

/** The parameters of an operation in one place, as one schema. */
function objectOf(operation: Operation, place: string): JsonObject {
  const parameters = inPlace(operation, place);
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(parameters.map(({ name, schema: { example, ...schema } }) => [name, schema])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function feedOf(feed: "tenant" | "project", path: string, operation: Operation, schemas: Schemas): JsonObject {
  const types = typePatterns(feed);
  const names = eventNames(schemas).filter((name) => {
    const type = (schemas[name] as EventSchema).properties.type.const;
    return type === undefined || types.includes(type);
  });
  const inPath = inPlace(operation, "path");
  return {
    address: path,
    title: feed === "tenant" ? "The feed of the tenant" : "The feed of a project",
    description: `${operation.summary}.\n\nA page is a JSON array of these messages. ${operation.description}`,
    servers: FEED_SERVERS,
    messages: refsTo(names),
    ...(inPath.length > 0
      ? { parameters: Object.fromEntries(inPath.map(({ name, description }) => [name, { description }])) }
      : {}),
  };
}

const sendTo = (channel: string, summary: string, description: string) => ({
  action: "send",
  channel: { $ref: `#/channels/${channel}` },
  summary,
  description,
});

const pollOf = (channel: string, operation: Operation) => ({
  ...sendTo(channel, "Answer a request for a page of events", "Poll the `next` of the header `Link`."),
  bindings: { http: { method: "GET", query: objectOf(operation, "query"), bindingVersion: "0.3.0" } },
});
