/** The requests that every contender serves, and the check that all give the same answer. */
import assert from "node:assert/strict";
import type { Contender } from "./bench.ts";
import type { Answer, Event } from "./handler.ts";
import { jsonOf, PAGE, PROJECT, type Stage } from "./stage.ts";

export type Operation = "get" | "list" | "post";

/** The requests, and the contenders that serve them. */
export const OPERATIONS: Record<Operation, { what: string; by: readonly Contender[] }> = {
  get: { what: "GET of a profile", by: ["ours", "bare", "hono", "express"] },
  list: { what: `GET of a list of ${PAGE} profiles`, by: ["ours", "express"] },
  post: { what: "POST of a profile", by: ["ours", "express"] },
};

let posted = 0;

/** The body of a request that creates a profile. Each has another id. */
const newProfile = () => ({ profile_id: `n${++posted}`, platform: "claude_code" });
/** The project in which profiles are created, so that lists keep their length. */
export const POST_PROJECT = "new";

/** The next request of an operation. */
export function nextRequest(stage: Stage, operation: Operation): Event {
  if (operation === "get") return stage.request("GET", `/projects/${PROJECT}/profiles/c7`);
  if (operation === "list") return stage.request("GET", `/projects/${PROJECT}/profiles?limit=${PAGE}`);
  return stage.request("POST", `/projects/${POST_PROJECT}/profiles`, newProfile());
}

/** Members that differ although the answers mean the same: times, and the id that each POST chooses anew. */
const VARYING = new Set(["created_at", "updated_at"]);
const comparable = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, member) => (VARYING.has(name) ? undefined : member)));

/**
 * Checks that a peer answers as the service does. The bare handler sends the stored row: its members must include all
 * members that have a value and are stored.
 * @throws AssertionError with the difference
 */
export function assertSameAnswer(operation: Operation, contender: Contender, ours: Answer, theirs: Answer): void {
  assert.equal(theirs.statusCode, ours.statusCode, `${contender} answers ${theirs.body}`);
  const [expected, actual] = [comparable(jsonOf(ours)), comparable(jsonOf(theirs))] as [object, object];
  const withoutId = (profile: object) => ({ ...profile, id: undefined, profile_id: undefined });
  if (contender === "bare") assert.partialDeepStrictEqual(actual, stored(expected), "bare handler");
  else if (operation === "post") assert.deepEqual(withoutId(actual), withoutId(expected), contender);
  else assert.deepEqual(actual, expected, contender);
}

/** A profile without what a row does not have: nulls, and `scope` where it is the default. */
const stored = (profile: object) =>
  Object.fromEntries(
    Object.entries(profile).filter(([name, member]) => member !== null && !(name === "scope" && member === "project")),
  );
