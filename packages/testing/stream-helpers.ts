/** The members of a test service that read and record its stream. */
import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { RecorderDeps } from "@skillmeat-deployments/events/record/item.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { type Position, readStream } from "./stream.ts";

export type StreamHelpers = {
  /** The records that `recorder` gave up. */
  deadLetters: StreamRecord[];
  /** Records the stream to its end. @param recorder defaults to the one below @throws if a record fails */
  drain(recorder?: (batch: StreamRecord[]) => ReturnType<StreamHandler>): Promise<void>;
  /** All records of the stream in Lambda's format. @param prefix of their sort keys; defaults to the resources' */
  records(prefix?: string): Promise<StreamRecord[]>;
  /** Records one batch. */
  recorder(batch: StreamRecord[], deps?: Partial<RecorderDeps>): ReturnType<StreamHandler>;
};

type StreamDeps = Pick<RecorderDeps, "table" | "now" | "log"> & {
  streams: DynamoDBStreamsClient;
  streamArn: string;
  logs: readonly Record<string, unknown>[];
};

/** The members of a service that read and record its stream. */
export function createStreamHelpers({ streams, streamArn, table, now, log, logs }: StreamDeps): StreamHelpers {
  const deadLetters: StreamRecord[] = [];
  const storeDeadLetter = async (record: StreamRecord) => void deadLetters.push(record);
  const recorder: StreamHelpers["recorder"] = (batch, deps) =>
    createRecorder({ table, now, storeDeadLetter, log, ...deps })({ Records: batch });
  const read = (from: Position, handle: (batch: StreamRecord[]) => Promise<void>, prefix: string = PREFIX.resource) =>
    readStream(streams, streamArn, from, prefix, handle);
  const drained: Position = new Map();
  return {
    deadLetters,
    recorder,
    records: async (prefix) => {
      const all: StreamRecord[] = [];
      const position: Position = new Map();
      while (await read(position, async (batch) => void all.push(...batch), prefix)) {}
      return all;
    },
    drain: async (record = recorder) => {
      const deliver = async (batch: StreamRecord[]) => {
        const { batchItemFailures } = await record(batch);
        if (batchItemFailures.length > 0) throw new Error(`Not recorded: ${JSON.stringify(logs.slice(-3))}`);
      };
      while (await read(drained, deliver)) {}
    },
  };
}
