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

/** The publisher queues the events for webhooks. */
export const PUBLISHER_ACTIONS = ["dynamodb:PutItem", "dynamodb:Query"];

/** The worker of webhooks. DeleteItem is for what is done: places in the queue and timers. */
export const DELIVER_ACTIONS = [
  "dynamodb:BatchGetItem",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
];

export const SWEEP_ACTIONS = ["dynamodb:Query"];
