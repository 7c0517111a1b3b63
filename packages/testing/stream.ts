/** Reads a table's stream from a position, in Lambda's format. */
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { asLambdaRecord } from "@skillmeat-deployments/local/stream/pump.ts";

/** The last sequence number that was read, by shard. */
export type Position = Map<string, string>;

/**
 * Reads each shard once, and passes the records whose sort keys have the prefix to `handle`. Then advances `from`.
 * @returns whether any shard had records, with or without the prefix
 */
export async function readStream(
  streams: DynamoDBStreamsClient,
  streamArn: string,
  from: Position,
  prefix: string,
  handle: (batch: StreamRecord[]) => Promise<void>,
): Promise<boolean> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  let hadRecords = false;
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const shard = ShardId as string;
    const lastRead = from.get(shard);
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shard,
        ...(lastRead
          ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: lastRead }
          : { ShardIteratorType: "TRIM_HORIZON" }),
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator: ShardIterator as string }));
    if (Records.length === 0) continue;
    hadRecords = true;
    await handle(Records.map(asLambdaRecord).filter((r) => r.dynamodb?.Keys?.sk?.S?.startsWith(prefix)));
    from.set(shard, Records.at(-1)?.dynamodb?.SequenceNumber as string);
  }
  return hadRecords;
}
