/**
 * Sends the example of every route, and records the answers for the OpenAPI document. After a change of an answer:
 * `npm run generate`.
 */

import { DEFAULT_LIMITS } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import {
  exampleRequest,
  isWrite,
  otherExamples,
  type Renames,
  ROUTES_IN_ORDER,
  renamesAfter,
  successes,
} from "@skillmeat-deployments/testing/examples.ts";
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  let n = 0;
  // The same ids in the same order each time, so that recorded answers do not change.
  const newId = () => `01KKBFV8Q0${String(++n).padStart(16, "0")}`;
  service = await createService({
    // The reference shows the limits that a deployment has.
    limits: DEFAULT_LIMITS,
    newId,
    now: new Date("2026-03-10T05:16:23.000Z"),
  });
});
afterAll(() => service.close());

/** Secrets are random, and of long lists the first item shows enough. */
const recordable = (json: unknown) =>
  JSON.parse(JSON.stringify(json), (name, value) => {
    if (typeof value?.$defs === "object") return inlineDefinitions(value, value.$defs);
    if (typeof value === "string" && name === "last4") return "x4Zq";
    if (typeof value === "string" && ["key", "api_key"].includes(name))
      return value.replace(/_[0-9A-Za-z]{36}$/, `_${"x".repeat(36)}`);
    if (typeof value === "string" && name === "secret") return `whsec_${"x".repeat(43)}=`;
    return value;
  });

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A JSON Schema with its definitions in place: tools follow a `$ref` in an example as if it pointed into the document. */
function inlineDefinitions(value: Json, definitions: Record<string, Json>): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => inlineDefinitions(item, definitions));
  const { $ref, $defs, ...rest } = value;
  const definition = typeof $ref === "string" ? definitions[$ref.replace("#/$defs/", "")] : undefined;
  const inlined = Object.entries(rest).map(([name, child]) => [name, inlineDefinitions(child, definitions)]);
  return {
    ...((definition ? inlineDefinitions(definition, definitions) : {}) as object),
    ...Object.fromEntries(inlined),
  };
}

it("every route's example is answered with each of its successes, and the answers are those in the reference", async () => {
  const answers: Record<string, Record<string, unknown>> = {};
  let renames: Renames = {};
  for (const route of ROUTES_IN_ORDER) {
    const { method, path, ...request } = exampleRequest(route, renames);
    const key = route.access === "operator" ? OPERATOR : route.access === "public" ? null : service.key;
    const send = () => service.call(method, path, { ...request, key });
    const wanted = successes(route);
    // A route with two successes creates first, and updates when its example is sent again.
    for (const _ of wanted) {
      const reply = await send();
      expect([route.id, wanted.includes(reply.status), reply.text.slice(0, 200)]).toEqual([
        route.id,
        true,
        reply.text.slice(0, 200),
      ]);
      const json = Array.isArray(reply.json) ? reply.json.slice(0, 2) : reply.json;
      if (route.answers[reply.status as 200]?.schema) {
        answers[route.id] = {
          ...answers[route.id],
          [reply.status]: recordable(route.id === "listPlatforms" ? [(json as unknown[])[0]] : json),
        };
      }
      renames = { ...renames, ...renamesAfter(route, reply.json) };
    }
    for (const [media, other] of otherExamples(route, renames)) {
      const { method: _m, path: _p, ...body } = other;
      const reply = await service.call(method, path, { ...body, key });
      expect([route.id, media, reply.status, reply.text]).toEqual([route.id, media, wanted[0], reply.text]);
    }
    expect([route.id, Object.keys(answers[route.id] ?? {}).map(Number)]).toEqual([
      route.id,
      wanted.filter((status) => route.answers[status as 200]?.schema),
    ]);
    if (isWrite(route)) await service.drain();
  }
  await expect(`${JSON.stringify(answers, null, 2)}\n`).toMatchFileSnapshot("../../packages/api/docs/answers.json");
});
