/** The shards of a stream, in the order in which they are read. */
import { DescribeStreamCommand, type DynamoDBStreamsClient, type Shard } from "@aws-sdk/client-dynamodb-streams";

/** Milliseconds for which a list of shards is used. */
const DESCRIBE_AFTER_MS = 5_000;

export type Shards = {
  /** The ids of the shards to read now. A child waits until its parent is read to the end or is no longer there. */
  open(): Promise<readonly string[]>;
  /** Describes the stream again at the next read: a shard has ended, or a read has failed. */
  forget(): void;
};

/**
 * Creates the list of a stream's shards. The stream is described at the start, when the list is empty, after `forget`,
 * and every few seconds. This misses nothing: a stream gets its first shard while the list is empty, and each later one
 * when its parent ends, which the reader of the parent sees.
 * @param isDone whether a shard is read to its end
 */
export function createShards(
  client: DynamoDBStreamsClient,
  streamArn: string,
  isDone: (shard: string) => boolean,
): Shards {
  let ids: readonly string[] = [];
  let describedAt = 0;
  return {
    async open() {
      if (ids.length > 0 && performance.now() - describedAt < DESCRIBE_AFTER_MS) return ids;
      const shards = await describe(client, streamArn);
      const unread = new Set(shards.map((s) => s.ShardId as string).filter((id) => !isDone(id)));
      ids = shards
        .filter(({ ParentShardId }) => !unread.has(ParentShardId as string))
        .map((s) => s.ShardId as string)
        .filter((id) => unread.has(id));
      describedAt = performance.now();
      return ids;
    },
    forget() {
      ids = [];
    },
  };
}

async function describe(client: DynamoDBStreamsClient, streamArn: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const { StreamDescription: page } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(from ? { ExclusiveStartShardId: from } : {}) }),
    );
    shards.push(...(page?.Shards ?? []));
    from = page?.LastEvaluatedShardId;
  } while (from);
  return shards;
}
