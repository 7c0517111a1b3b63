/** The DynamoDB actions that each function is allowed. A test checks that the bundles use exactly these. */

/**
 * DeleteItem is only for revoking API keys; deletes of other resources write a tombstone. ConditionCheckItem is for keys
 * too: a tenant exists, another key remains.
 */
export const API_ACTIONS = [
  "dynamodb:BatchGetItem",
  "dynamodb:ConditionCheckItem",
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
