/**
 * Writes the generated files of the client from packages/api/openapi.json: its types, and its table of operations. With --check,
 * exits with 1 if one of them is out of date.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };
type Named = { $ref?: string; in: string; name: string };
type Answer = { description: string; headers?: JsonObject; content?: Record<string, { schema: Json }> };
type Operation = {
  operationId: string;
  summary: string;
  description: string;
  parameters?: Named[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Json }> };
  responses: Record<string, Answer>;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: JsonObject; parameters: Record<string, Named> };
} & JsonObject;

/** Arguments of the client that are not parameters of the API. See packages/client/method.ts. */
const RESERVED = [
  "body",
  "contentType",
  "accept",
  "ifMatch",
  "ifNoneMatch",
  "idempotencyKey",
  "signal",
  "timeoutMs",
  "headers",
];

const root = join(import.meta.dirname, "..");
const folder = join(root, "tests/clients");
const document = JSON.parse(readFileSync(join(root, "packages/api/openapi.json"), "utf8")) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** The parts of an operation that the client has types for: no examples, no errors, and of the headers only the ETag. */
function typed({ operationId, parameters = [], requestBody, responses }: Operation) {
  const resolved = parameters.map(({ $ref, ...parameter }) =>
    $ref === undefined ? parameter : (document.components.parameters[$ref.split("/").at(-1) as string] as Named),
  );
  const clash = resolved.find(({ name }) => RESERVED.includes(name));
  if (clash) throw new Error(`${operationId}: the client uses the name of the parameter '${clash.name}' itself`);
  const answers = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  return {
    operationId,
    parameters: resolved,
    ...(requestBody && { requestBody: { required: requestBody.required, content: schemasOf(requestBody.content) } }),
    responses: Object.fromEntries(
      answers.map(([status, { description, headers = {}, content }]) => [
        status,
        {
          description,
          ...(headers.ETag && { headers: { ETag: { required: true, schema: { type: "string" } } } }),
          ...(content && { content: schemasOf(content) }),
        },
      ]),
    ),
  };
}

const schemasOf = (content: Record<string, { schema: Json }>) =>
  Object.fromEntries(Object.entries(content).map(([media, { schema }]) => [media, { schema }]));

/** A schema without its examples, which are most of the document. A property can have these names too. */
function withoutExamples(schema: Json, isMap = false): Json {
  if (Array.isArray(schema)) return schema.map((item) => withoutExamples(item));
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([name]) => isMap || !/^examples?$/.test(name));
  return Object.fromEntries(
    kept.map(([name, child]) => [name, withoutExamples(child, !isMap && name === "properties")]),
  );
}

function types(): string {
  installLocked(folder);
  const paths: Record<string, JsonObject> = {};
  for (const { path, method, operation } of operations) {
    paths[path] = { ...paths[path], [method]: typed(operation) as unknown as Json };
  }
  const { openapi, info } = document;
  const input = JSON.stringify({
    openapi,
    info,
    paths: withoutExamples(paths, true),
    components: { schemas: withoutExamples(document.components.schemas, true) },
  });
  const run = spawnSync(process.execPath, [join(folder, "types.mjs")], { input, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

const HEAD = "// Generated from packages/api/openapi.json by `npm run generate:client`.\n";

function comment({ summary, description }: Operation): string {
  const text = [summary, ...(description === summary ? [] : ["", ...description.split("\n")])];
  const lines = text.map((line) => `   * ${line}`.trimEnd().replaceAll("*/", "*\\/"));
  return ["  /**", ...lines, "   */"].join("\n");
}

/** The media type of an operation's answer, if it has no JSON. */
function otherMedia({ responses }: Operation): string {
  const media = Object.entries(responses).flatMap(([status, { content = {} }]) =>
    status.startsWith("2") ? Object.keys(content) : [],
  );
  return media.length === 0 || media.includes("application/json") ? "" : ` ${media[0]}`;
}

function table(): string {
  const rows = operations.map(
    ({ path, method, operation }) =>
      `  ${operation.operationId}: "${method.toUpperCase()} ${path}${otherMedia(operation)}",`,
  );
  const methods = operations.map(
    ({ operation }) => `${comment(operation)}\n  ${operation.operationId}: Method<"${operation.operationId}">;`,
  );
  return `import type { Method } from "../method.ts";

/** The method and path of each operation, and the media type of its answer if that is not JSON. */
export const OPERATIONS = {
${rows.join("\n")}
} as const;

/** The client's methods: one for each operation of the API, under its \`operationId\`. */
export interface Operations {
${methods.join("\n")}
}
`;
}

function write(path: string, text: string): void {
  const file = join(root, path);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, HEAD + text);
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== HEAD + text) {
    console.error(`${path} is out of date: run \`npm run generate:client\` and commit it`);
    process.exitCode = 1;
  }
}

write("packages/client/generated/types.ts", types());
write("packages/client/generated/operations.ts", table());
