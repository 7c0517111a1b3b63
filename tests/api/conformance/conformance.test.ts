/**
 * The service answers as openapi.json says, whatever it is sent: requests made from the document alone, valid and invalid,
 * to every operation. Seeds are fixed, so that each run sends the same requests.
 */
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient, exampleOf, parsed, type Sent } from "./client.ts";
import { isObject, isValid, type Json, OPERATIONS, type Operation, resolve, type Schema } from "./document.ts";
import { beyondLimits, changes, sample } from "./values.ts";

/** Random valid requests for each operation. */
const VALID = 8;
/** Changed bodies for each operation. */
const CHANGED = 60;

let service: Service;
let client: Client;
beforeAll(async () => {
  service = await createService({ app: { rate: { quota: 1e9, window: 1 } } });
  client = createClient(service);
  await client.prepare();
});
afterAll(async () => {
  console.log(`conformance: ${client.count()} requests`);
  await service.close();
});

const is =
  (...statuses: number[]) =>
  (status: number) =>
    statuses.includes(status);
/** Not 409, for example: an answer that speaks of a resource has accepted the request. */
const refused = is(400, 413, 422);
/** A query parameter that its schema allows is one that the service understands. */
const understood = (status: number) => status !== 422;
/** The operations with a body, and its schema: that of all their JSON media types. */
const WRITES = OPERATIONS.flatMap((operation) => {
  const body = operation.bodies.find(({ media }) => media.includes("json"));
  return body ? [[operation.id, operation, body] as const] : [];
});

/** Random valid bodies. Those of an update have one member each: an identity that is not the path's refuses the whole body. */
function validBodies({ method }: Operation, schema: Schema): Json[] {
  if (method === "POST") return sample(schema, VALID);
  const members = sample(schema, VALID / 4).flatMap((body) => (isObject(body) ? Object.entries(body) : []));
  return members.map(([name, value]) => ({ [name]: value }));
}

describe("A valid request", () => {
  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
    "to %s gets a documented answer",
    async (_, operation) => {
      const statuses: (number | undefined)[] = [];
      const send = async (sent: Sent, title: string, isExpected?: (status: number) => boolean) => {
        const reply = await client.send(operation, sent, title, isExpected);
        statuses.push(reply?.status);
      };
      if (operation.bodies.length === 0) await send({}, "");
      for (const { media, schema, example } of operation.bodies) {
        if (example !== undefined) await send({ media, body: example }, `example as ${media}`);
        if (!media.includes("json")) continue;
        for (const body of validBodies(operation, schema))
          await send({ media, body }, `${media} ${JSON.stringify(body)}`);
      }
      for (const { name, in: place, schema } of operation.parameters) {
        if (place !== "query") continue;
        for (const value of sample(schema, 4)) {
          await send({ ...exampleOf(operation), query: [[name, String(value)]] }, `?${name}=${value}`, understood);
        }
      }
      // Else the requests never got beyond a refusal, and say nothing about the operation.
      expect(statuses.filter((status) => (status !== undefined && status < 300) || status === 409)).not.toEqual([]);
      if (operation.method === "GET") await client.send(operation, { method: "HEAD" }, "HEAD");
      if (operation.method === "DELETE") await client.prepare();
      expect(client.takeAnswers()).toEqual([]);
    },
  );
});

/** A part of a list, spread over the whole of it. */
function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as Item);
}

describe("A body that its schema refuses", () => {
  it.each(WRITES)("is refused by %s", async (_, operation, { media, schema, example }) => {
    const changed = [...changes(schema, example ?? (sample(schema, 1)[0] as Json))];
    for (const { at, value } of spread(changed, CHANGED)) {
      const title = `${at || "/"}: ${JSON.stringify(value).slice(0, 200)}`;
      await client.send(operation, { media, body: value }, title, isValid(schema, value) ? undefined : refused);
    }
    expect(client.takeAnswers()).toEqual([]);
  });
});

const TEXTS = ["", "x", "-1", "0", "1.5", "101", "1e9", "null", "true", "no such value", "ü", "%00", "x".repeat(300)];

describe("A parameter that its schema refuses", () => {
  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
    "is refused by %s",
    async (_, operation) => {
      const request = exampleOf(operation);
      for (const { name, in: place, schema } of operation.parameters) {
        for (const text of [...TEXTS, ...[...beyondLimits(resolve(schema), null)].map(String)]) {
          const valid = isValid(schema, text) || (place !== "header" && isValid(schema, parsed(text)));
          const title = `${place} ${name}: ${text.slice(0, 40)}`;
          const isExpected = valid ? undefined : refused;
          if (place === "query") await client.send(operation, { ...request, query: [[name, text]] }, title, isExpected);
          else if (place === "path" && text !== "")
            await client.send(operation, { ...request, ids: { [name]: text } }, title, is(400, 404));
          else if (place === "header") {
            await client.send(
              operation,
              { ...request, headers: { [name]: text === "ü" ? "\u00fc" : text } },
              title,
              isExpected,
            );
          }
        }
        if (place === "query") {
          const twice: [string, string][] = [
            [name, "1"],
            [name, "2"],
          ];
          await client.send(operation, { ...request, query: twice }, `${name} twice`, refused);
        }
      }
      await client.send(operation, { ...request, query: [["no_such_parameter", "1"]] }, "unknown parameter", refused);
      if (operation.method === "DELETE") await client.prepare();
      expect(client.takeAnswers()).toEqual([]);
    },
  );
});

describe("What no schema says", () => {
  it("A body that is malformed answers 400, one of another media type 415", async () => {
    const json = ["", "{", "nul", '{"a":1,}', "\uFEFF{}"];
    const toml = ["a = ", "[x", "a = 1\na = 2"];
    const yaml = ["[x", "a: 1\na: 2", "a: *b", "\ta: 1", "a: 1\n---\nb: 1"];
    for (const operation of OPERATIONS.filter(({ bodies }) => bodies.length > 0)) {
      for (const { media } of operation.bodies) {
        for (const text of media.includes("json") ? json : media.includes("yaml") ? yaml : toml) {
          // A lock file may have a byte order mark.
          if (text.startsWith("\uFEFF") && operation.id === "importDeployments") continue;
          await client.send(operation, { media, text }, `malformed ${media}: ${text}`, is(400));
        }
      }
      for (const media of ["text/plain", "application/xml", "application/jsonx", "x"]) {
        await client.send(operation, { ...exampleOf(operation), media, text: "{}" }, media, is(415));
      }
      const headers = { "content-encoding": "gzip" };
      await client.send(operation, { ...exampleOf(operation), headers }, "Content-Encoding", is(415));
    }
    expect(client.takeAnswers()).toEqual([]);
  });

  it("A media type that the operation does not have answers 406 where it is documented", async () => {
    for (const operation of OPERATIONS) {
      const sent = { ...exampleOf(operation), headers: { accept: "application/x-none" } };
      await client.send(operation, sent, "Accept", operation.answers.has(406) ? is(406) : undefined);
      if (operation.method === "DELETE") await client.prepare();
    }
    expect(client.takeAnswers()).toEqual([]);
  });

  it("A request without a credential, or with a false one, answers 401", async () => {
    for (const operation of OPERATIONS.filter(({ scheme }) => scheme !== undefined)) {
      for (const key of [null, "x", `${service.key.slice(0, -1)}_`, "smk_test_x_y"]) {
        await client.send(operation, { ...exampleOf(operation), key }, `key ${key}`, is(401));
      }
    }
    expect(client.takeAnswers()).toEqual([]);
  });

  it("A method that is not documented answers 405 with the documented ones in Allow", async () => {
    for (const [path, operations] of Map.groupBy(OPERATIONS, (operation) => operation.path)) {
      const documented = operations.map(({ method }) => method);
      const allowed = ["OPTIONS", ...documented, ...(documented.includes("GET") ? ["HEAD"] : [])].sort();
      for (const method of ["GET", "PUT", "POST", "PATCH", "DELETE"].filter((name) => !documented.includes(name))) {
        const [operation] = operations;
        if (!operation) continue;
        const reply = await client.send(operation, { method }, method, is(405));
        expect([method, path, reply?.headers.get("allow")?.split(/, */).sort()]).toEqual([method, path, allowed]);
        expect(reply?.headers.get("content-type")).toMatch(/^application\/problem\+json/);
      }
    }
    expect(client.takeAnswers()).toEqual([]);
  });
});

it("Every header of all these answers is documented, and every required one is there", () => {
  expect(client.headers()).toEqual([]);
});
