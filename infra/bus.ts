/** The event bus and the publisher, which reads the stream records of events and sends the events to the bus. */
import { api } from "./api.ts";
import { consumer, fedBy } from "./consumer.ts";
import { failures } from "./failures.ts";
import { table } from "./table.ts";

sst.Linkable.wrap(sst.aws.Bus, ({ name }) => ({ properties: { name } }));

export const bus = new sst.aws.Bus("Bus");

export const publisher = table.subscribe(
  "Publish",
  consumer({
    name: "publish",
    handler: "packages/events/lambda/publish.handler",
    link: [bus, failures],
    permissions: [{ actions: ["events:PutEvents"], resources: [bus.arn] }],
    environment: { PUBLIC_URL: api.url },
  }),
  fedBy("E#"),
);
