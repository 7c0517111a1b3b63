/** Reads a table's stream on from where it was read before, in Lambda's shape. */
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { asLambdaRecord } from "@skillmeat-deployments/local/pump.ts";

/** The last sequence number read, by shard. */
export type Position = Map<string, string>;

/**
 * Hands on each shard's next records whose sort keys begin with `prefix`; they count as read once `handle` is done.
 * @returns whether there were any, of whatever prefix
 */
export async function readStream(
  streams: DynamoDBStreamsClient,
  streamArn: string,
  from: Position,
  prefix: string,
  handle: (batch: StreamRecord[]) => Promise<void>,
): Promise<boolean> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  let any = false;
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const shard = ShardId as string;
    const seen = from.get(shard);
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shard,
        ...(seen
          ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: seen }
          : { ShardIteratorType: "TRIM_HORIZON" }),
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator: ShardIterator as string }));
    if (Records.length === 0) continue;
    any = true;
    await handle(Records.map(asLambdaRecord).filter((r) => r.dynamodb?.Keys?.sk?.S?.startsWith(prefix)));
    from.set(shard, Records.at(-1)?.dynamodb?.SequenceNumber as string);
  }
  return any;
}
