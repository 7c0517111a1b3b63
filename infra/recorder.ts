/** The recorder: reads the stream records of resources and writes events to the feeds. */
import { RECORDER_ACTIONS } from "./actions.ts";
import { consumer, fedBy } from "./consumer.ts";
import { failures } from "./failures.ts";
import { table } from "./table.ts";

export const recorder = table.subscribe(
  "Record",
  consumer({
    name: "record",
    handler: "packages/events/lambda/record.handler",
    link: [table, failures],
    permissions: [{ actions: RECORDER_ACTIONS, resources: [table.arn] }],
  }),
  // A feed that DynamoDB throttles holds back a quarter of its shard at most.
  fedBy("N#", 4),
);
