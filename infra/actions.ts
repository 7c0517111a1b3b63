/** The DynamoDB actions that each function is allowed. A test checks that the bundles use exactly these. */

/** DeleteItem is only for revoking API keys. Deletes of other resources write a tombstone. */
export const API_ACTIONS = [
  "dynamodb:BatchGetItem",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
];

export const RECORDER_ACTIONS = [
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
];
