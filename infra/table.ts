/** The one table: on demand, restorable to any second of 35 days, its stream with both images. */
import { isProduction } from "./stage.ts";

// A link tells the name alone: SST's own would grant dynamodb:*. Each function states its actions.
sst.Linkable.wrap(sst.aws.Dynamo, ({ name }) => ({ properties: { name } }));

export const table = new sst.aws.Dynamo("Table", {
  fields: { pk: "string", sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  ttl: "ttl",
  stream: "new-and-old-images",
  deletionProtection: isProduction($app.stage),
});
