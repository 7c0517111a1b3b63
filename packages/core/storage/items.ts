/**
 * Converts rows to DynamoDB items and back. The document client does the same for whole commands; copying them costs it
 * a tenth of the CPU of a page of 50 rows.
 */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Row } from "./row.ts";

/** A row or a part of it, as DynamoDB takes it. */
export type Item = Record<string, AttributeValue>;

/** Returns the item of a row, of a key or of the values of an expression. Members that are undefined are left out. */
export const toItem = (attributes: object): Item => marshall(attributes, { removeUndefinedValues: true });

/** Returns the row of an item. */
export const fromItem = (item: Item): Row => unmarshall(item) as Row;
