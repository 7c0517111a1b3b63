/** The Lambda handler of the publisher. It receives the stream records of event rows. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { Resource } from "sst/resource";
import { createFanOut } from "../deliver/fan-out.ts";
import { createEventBridge } from "../publish/eventbridge.ts";
import { createPublisher } from "../publish/publisher.ts";
import { consumerDeps, now, openTable, wakeQueue } from "./composition.ts";

const client = new EventBridgeClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});
const deps = consumerDeps("publish");
const { table, refusals } = openTable();

export const handler = createPublisher({
  ...deps,
  refusals,
  bus: createEventBridge(client, Resource.Bus.name),
  fanOut: createFanOut({ table, now, newId, queue: wakeQueue(deps.log) }),
  publicUrl: parsePublicUrl(process.env.PUBLIC_URL),
});
