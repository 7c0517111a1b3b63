/** The Lambda handler of the recorder. It receives the stream records of resource rows. */
import { createClient, noRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { Resource } from "sst/resource";
import { createRecorder } from "../record/recorder.ts";
import { consumerDeps } from "./composition.ts";

const refusals = noRefusals();
export const handler = createRecorder({
  ...consumerDeps("record"),
  table: createTable(createClient({}, refusals), Resource.Table.name),
  refusals,
});
