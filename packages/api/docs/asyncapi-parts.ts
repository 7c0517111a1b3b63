/** The parts of the AsyncAPI document that follow from no schema: servers, the bus, what a webhook's channel is. */

const api = { $ref: "#/servers/api" };

export const SERVERS = {
  api: {
    host: "{host}",
    protocol: "https",
    description: "The server that serves this document. A local run speaks http.",
    variables: { host: { default: "127.0.0.1:3000", description: "Its host, and its port if it has one." } },
    security: [{ $ref: "#/components/securitySchemes/apiKey" }],
  },
  eventBridge: {
    host: "events.{region}.amazonaws.com",
    protocol: "https",
    description: "Amazon EventBridge, in the account of whoever runs the service.",
    variables: { region: { default: "us-east-1", description: "The region of the service." } },
  },
  receiver: {
    host: "{host}",
    protocol: "https",
    description: "An endpoint of a tenant: the `url` of a webhook.",
    variables: { host: { default: "example.com", description: "The host of the URL." } },
  },
};

/** The server of the feeds. */
export const FEED_SERVERS = [api];

/** An entry of EventBridge, as a rule's target gets it. */
export const BUS_ENTRY = {
  type: "object",
  description: "The members of an EventBridge event that rules match. EventBridge adds its own.",
  required: ["source", "detail-type", "time", "detail"],
  properties: {
    source: { type: "string", const: "skillmeat", description: "The same for every event of the service." },
    "detail-type": {
      type: "string",
      description: "The type of the event.",
      examples: ["skillmeat.profile.created"],
    },
    time: { type: "string", format: "date-time", description: "Time of the change, in whole seconds." },
    detail: {
      description: "The event, of at most 64 KiB.",
      anyOf: [{ $ref: "#/components/schemas/Event" }, { $ref: "#/components/schemas/TruncatedEvent" }],
    },
  },
};

export const BUS = {
  address: null,
  title: "The bus",
  description:
    "The EventBridge bus of the deployment, whose name is chosen there. Events can come twice and in another order. In a local run the bus is the file `events.jsonl`, with one `detail` a line.",
  servers: [{ $ref: "#/servers/eventBridge" }],
};

export const WEBHOOK = {
  address: null,
  title: "A webhook",
  description:
    "The path is that of the webhook's `url`. Only the events that the webhook wants are sent. `skillmeat.webhook.test` is sent on request.",
  servers: [{ $ref: "#/servers/receiver" }],
};
