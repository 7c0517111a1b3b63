/** The Lambda handler of the publisher. It receives the stream records of event rows. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { Resource } from "sst/resource";
import { createEventBridge } from "../publish/eventbridge.ts";
import { createPublisher } from "../publish/publisher.ts";
import { consumerDeps } from "./composition.ts";

const client = new EventBridgeClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

export const handler = createPublisher({
  ...consumerDeps("publish"),
  bus: createEventBridge(client, Resource.Bus.name),
  publicUrl: parsePublicUrl(process.env.PUBLIC_URL),
});
