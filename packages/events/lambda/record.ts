/** The recorder on Lambda: fed by the table's stream with the rows of nouns. */
import { createClient } from "@skillmeat-deployments/core/dynamo.ts";
import { createTable } from "@skillmeat-deployments/core/table.ts";
import { Resource } from "sst";
import { createRecorder } from "../record.ts";
import { depsOf } from "./composition.ts";

const refusals = { conditional_failures: 0, throttles: 0 };
export const handler = createRecorder({
  ...depsOf("record"),
  table: createTable(createClient({}, refusals), Resource.Table.name),
  refusals,
});
