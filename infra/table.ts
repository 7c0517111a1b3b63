/** The DynamoDB table: on-demand capacity, point-in-time recovery for 35 days, and a stream with old and new images. */
import { isProduction } from "./stage.ts";

// Links contain only the name. SST's default link would grant dynamodb:*; each function lists its actions instead.
sst.Linkable.wrap(sst.aws.Dynamo, ({ name }) => ({ properties: { name } }));

export const table = new sst.aws.Dynamo("Table", {
  fields: { pk: "string", sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  ttl: "ttl",
  stream: "new-and-old-images",
  deletionProtection: isProduction($app.stage),
});
