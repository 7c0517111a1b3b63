/** openapi.json as a client reads it: its operations, with every reference to their parts followed. */
import { readFileSync } from "node:fs";
import { ajv } from "@skillmeat-deployments/testing/validate.ts";
import type { ValidateFunction } from "ajv/dist/2020.js";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };
export type Schema = JsonObject;
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Parameter = { name: string; in: "path" | "query" | "header"; required: boolean; schema: Schema; example?: Json };
type Body = { media: string; schema: Schema; example?: Json };
type Header = { required: boolean; schema: Schema };
type Answer = { media: readonly string[]; headers: ReadonlyMap<string, Header> };
export type Operation = {
  id: string;
  method: string;
  path: string;
  parameters: readonly Parameter[];
  bodies: readonly Body[];
  answers: ReadonlyMap<number, Answer>;
  /** The name of the security scheme. Undefined: the operation is public. */
  scheme: string | undefined;
};

const document: JsonObject = JSON.parse(
  readFileSync(new URL("../../../packages/api/openapi.json", import.meta.url), "utf8"),
);

const validators = new Map<string, ValidateFunction>();

/** Whether a value is valid by a schema of the document. */
export function isValid(schema: Schema, value: unknown): boolean {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"openapi#/');
  const validate = validators.get(text) ?? ajv.compile(JSON.parse(text));
  validators.set(text, validate);
  return validate(value) === true;
}

/** An object of the document, or what it refers to. */
export function resolve(node: Json | undefined): JsonObject {
  if (!isObject(node)) return {};
  if (typeof node.$ref !== "string") return node;
  const steps = node.$ref.split("/").slice(1);
  const target = steps.reduce<Json | undefined>(
    (at, step) => (isObject(at) ? at[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
    document,
  );
  const { $ref, ...beside } = node;
  return { ...resolve(target), ...beside };
}

const listOf = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);
const membersOf = (node: Json | undefined) => Object.entries(isObject(node) ? node : {});
const METHODS = ["get", "put", "post", "patch", "delete"];

function parameterOf(node: Json): Parameter {
  const parameter = resolve(node);
  const schema = isObject(parameter.schema) ? parameter.schema : {};
  const example = parameter.example ?? resolve(schema).example;
  return {
    name: String(parameter.name),
    in: parameter.in as Parameter["in"],
    required: parameter.required === true,
    schema,
    ...(example === undefined ? {} : { example }),
  };
}

function bodyOf(media: string, node: Json): Body {
  const { schema, example, examples } = resolve(node);
  const given = example ?? resolve(membersOf(examples)[0]?.[1]).value;
  return { media, schema: isObject(schema) ? schema : {}, ...(given === undefined ? {} : { example: given }) };
}

function answerOf(node: Json): Answer {
  const { content, headers } = resolve(node);
  const documented = membersOf(headers).map(([name, header]): [string, Header] => {
    const { required, schema } = resolve(header);
    return [name.toLowerCase(), { required: required === true, schema: isObject(schema) ? schema : {} }];
  });
  return { media: membersOf(content).map(([media]) => media), headers: new Map(documented) };
}

function operationOf(path: string, method: string, item: JsonObject): Operation {
  const { operationId, parameters, requestBody, responses, security } = resolve(item[method]);
  const [requirement] = listOf(security ?? document.security ?? []);
  return {
    id: String(operationId),
    method: method.toUpperCase(),
    path,
    parameters: [...listOf(item.parameters), ...listOf(parameters)].map(parameterOf),
    bodies: membersOf(resolve(requestBody).content).map(([media, body]) => bodyOf(media, body)),
    answers: new Map(membersOf(responses).map(([status, answer]) => [Number(status), answerOf(answer)])),
    scheme: membersOf(requirement)[0]?.[0],
  };
}

/** Every operation, in the order of the document. */
export const OPERATIONS: readonly Operation[] = membersOf(document.paths).flatMap(([path, node]) => {
  const item = resolve(node);
  return METHODS.filter((method) => method in item).map((method) => operationOf(path, method, item));
});
