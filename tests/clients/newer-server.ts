/**
 * A proxy that answers as a later release may: with unknown fields, unknown values of enums and events of unknown types.
 * What it may change, it reads from openapi.json.
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { validateResponse } from "@skillmeat-deployments/testing/validate.ts";

const UNKNOWN = "from_the_future";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Schema = { [keyword: string]: Json };
const isObject = (value: Json | undefined): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const document = JSON.parse(
  readFileSync(new URL("../../packages/api/openapi.json", import.meta.url), "utf8"),
) as Schema & { components: { schemas: Record<string, Schema> } };

/** The known values of each field that has an enum, and the fields that are maps: what they hold are no fields. */
const known = new Map<string, Set<Json>>();
const maps = new Set<string>();
readFields(document);

function readFields(node: Json): void {
  if (Array.isArray(node)) node.forEach(readFields);
  if (!isObject(node)) return;
  if (isObject(node.properties)) {
    for (const [name, schema] of Object.entries(node.properties)) if (isObject(schema)) readField(name, schema);
  }
  // Examples can hold schemas that are not the document's.
  for (const [name, child] of Object.entries(node)) if (!/^examples?$/.test(name)) readFields(child);
}

function readField(name: string, schema: Schema): void {
  const { $ref, items, anyOf, oneOf, allOf } = schema;
  const target = typeof $ref === "string" ? document.components.schemas[$ref.replace(/.*\//, "")] : undefined;
  const parts = [target, items, anyOf, oneOf, allOf].flat().filter((part) => isObject(part));
  for (const part of parts) readField(name, part);
  const values = [schema.enum, schema["x-extensible-enum"]].flat().filter((value) => typeof value === "string");
  known.set(name, new Set([...(known.get(name) ?? []), ...values]));
  if (!isObject(schema.additionalProperties) || schema.properties) return;
  maps.add(name);
  readField(membersOf(name), schema.additionalProperties);
}

/** The name of what a map holds, whatever the member is called. */
function membersOf(map: string): string {
  return `${map}/*`;
}

/** An answer as a later release may give it. */
function grow(value: Json, name = ""): Json {
  if (Array.isArray(value)) return value.map((item) => grow(item, name));
  // The types of these events stay, so that clients find the ones that they know.
  if (typeof value === "string") return known.get(name)?.has(value) && !isEventType(value) ? UNKNOWN : value;
  if (!isObject(value)) return value;
  const grown = Object.fromEntries(
    Object.entries(value).map(([member, child]) => [member, grow(child, maps.has(name) ? membersOf(name) : member)]),
  );
  if (!maps.has(name)) return { ...grown, [UNKNOWN]: { nested: [true] } };
  // The new member of a map is of the map's type.
  const [first] = Object.values(grown);
  return first === undefined ? grown : { ...grown, [UNKNOWN]: first };
}

const isEventType = (value: string) => value.startsWith("skillmeat.");

/** Adds an event of an unknown type to a page of a feed, before its last one: who has all that it waits for stops there. */
function withUnknownEvent(answer: Json): Json {
  const last = Array.isArray(answer) ? answer.at(-1) : undefined;
  if (!Array.isArray(answer) || !isObject(last) || last.specversion === undefined || !isObject(last.data))
    return answer;
  const type = "skillmeat.folder.created";
  const dataschema = String(last.dataschema).replace(/[^/]*$/, type);
  const data = { ...last.data, before: null, after: { folder_id: "new" } };
  return [...answer.slice(0, -1), { ...last, type, dataschema, subject: "/folders/new", data }, last];
}

export type NewerServer = {
  server: Server;
  /** The changed answers that openapi.json does not allow. */
  invalid: string[];
  /** How many answers were changed. */
  changed(): number;
};

/** The proxy of a server. */
export function newerServer(upstream: string): NewerServer {
  const invalid: string[] = [];
  let changed = 0;
  const answer = async (request: IncomingMessage) => {
    const { method = "GET", url = "/" } = request;
    const { host, connection, ...headers } = request.headers as Record<string, string>;
    const body = await buffer(request);
    const reply = await fetch(upstream + url, { method, headers, ...(body.length > 0 ? { body } : {}) });
    const text = await reply.text();
    const type = reply.headers.get("content-type");
    if (!type?.includes("json")) return { reply, text };
    const grown = JSON.stringify(grow(withUnknownEvent(JSON.parse(text))));
    changed++;
    try {
      validateResponse(method, new URL(url, upstream).pathname, {
        status: reply.status,
        headers: reply.headers,
        text: grown,
      });
    } catch (error) {
      invalid.push(String(error));
    }
    return { reply, text: grown };
  };
  const server = createServer(async (request, response) => {
    const { reply, text } = await answer(request);
    const own = ["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "date"];
    const headers = [...reply.headers].filter(([name]) => !own.includes(name));
    response.writeHead(reply.status, Object.fromEntries(headers)).end(text);
  });
  return { server, invalid, changed: () => changed };
}
