/** Stream records in the shape Lambda delivers them, and what each says of a noun's row. */
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

export type StreamRecord = DynamoDBRecord;

/** Lambda's own signature: the local pump calls a handler exactly as an event source mapping does. */
export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

export type Images = { before: Row | undefined; after: Row | undefined };

/** Both images of a record. @throws where the record is damaged, or holds what no row of ours holds */
export function imagesOf(record: StreamRecord): Images {
  const image = (side: "OldImage" | "NewImage") => {
    const attributes = record.dynamodb?.[side];
    return attributes && (unmarshall(attributes as Parameters<typeof unmarshall>[0]) as Row);
  };
  return { before: image("OldImage"), after: image("NewImage") };
}

/** The id by which Lambda takes up a batch again. */
export function sequenceNumberOf(record: StreamRecord): string {
  const sequence = record.dynamodb?.SequenceNumber;
  if (!sequence) throw new Error("A stream record has no sequence number");
  return sequence;
}
