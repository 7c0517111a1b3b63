import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createClient, UNUSED_STEPS } from "@skillmeat-deployments/core/storage/client.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { expect, it } from "vitest";

/** The names of the steps that each call of a client takes. */
const stepsOf = ({ middlewareStack }: DynamoDBClient) => middlewareStack.identify().map((step) => step.split(" ")[0]);

it("The client takes every step of the SDK's but the unused ones, and its own", () => {
  const all = stepsOf(new DynamoDBClient(LOCAL_AWS));
  expect(all).toEqual(expect.arrayContaining([...UNUSED_STEPS]));
  const used = all.filter((step) => !(UNUSED_STEPS as readonly unknown[]).includes(step));
  expect(stepsOf(createClient(LOCAL_AWS)).toSorted()).toEqual([...used, "unansweredWrites"].toSorted());
});
