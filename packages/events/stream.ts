/** Types and helpers for DynamoDB stream records in the format that Lambda delivers. */
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

export type StreamRecord = DynamoDBRecord;

/** The signature of a Lambda stream handler. The local pump calls it as an event source mapping does. */
export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** A row before and after a change. `before` is undefined for a new row, `after` for a removed row. */
export type Images = { before: Row | undefined; after: Row | undefined };

/** Both images of a record. @throws if an image has attribute values that cannot be converted */
export function imagesOf(record: StreamRecord): Images {
  const image = (side: "OldImage" | "NewImage") => {
    const attributes = record.dynamodb?.[side];
    return attributes && (unmarshall(attributes as Parameters<typeof unmarshall>[0]) as Row);
  };
  return { before: image("OldImage"), after: image("NewImage") };
}

/**
 * The sequence number, which identifies a failed record in Lambda's partial batch response.
 * @throws if it is missing
 */
export function sequenceNumberOf(record: StreamRecord): string {
  const sequence = record.dynamodb?.SequenceNumber;
  if (!sequence) throw new Error("The stream record has no sequence number");
  return sequence;
}
