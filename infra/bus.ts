/**
 * The event bus and the publisher, which reads the stream records of events, queues the events for webhooks, and sends them
 * to the bus.
 */
import { PUBLISHER_ACTIONS } from "./actions.ts";
import { api } from "./api.ts";
import { consumer, fedBy } from "./consumer.ts";
import { failures } from "./failures.ts";
import { table } from "./table.ts";
import { sendMessages, webhookQueue } from "./webhook-queue.ts";

sst.Linkable.wrap(sst.aws.Bus, ({ name }) => ({ properties: { name } }));

export const bus = new sst.aws.Bus("Bus");

export const publisher = table.subscribe(
  "Publish",
  consumer({
    name: "publish",
    handler: "packages/events/lambda/publish.handler",
    link: [bus, failures, table, webhookQueue],
    permissions: [
      { actions: ["events:PutEvents"], resources: [bus.arn] },
      { actions: PUBLISHER_ACTIONS, resources: [table.arn] },
      sendMessages,
    ],
    environment: { PUBLIC_URL: api.url },
  }),
  fedBy("E#"),
);
