/** Validates responses by packages/api/openapi.json. */
import { readFileSync } from "node:fs";
import { EVENT_TYPES } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Schema = Record<string, unknown>;
type Reference = { $ref: string };
type HeaderObject = { required?: boolean; schema: Schema };
type ResponseObject = {
  headers?: Record<string, HeaderObject | Reference>;
  content?: Record<string, { schema: Schema }>;
};
type Operation = { responses: Record<string, ResponseObject | Reference> };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: { OtherEvent: { properties: { type: Schema } } };
    responses: Record<string, ResponseObject>;
    headers: Record<string, HeaderObject>;
  };
};

const document = JSON.parse(
  readFileSync(new URL("../../packages/api/openapi.json", import.meta.url), "utf8"),
) as Document;

// Else the last member of the union would take an event of a known type, whatever is wrong with it.
Object.assign(document.components.schemas.OtherEvent.properties.type, { not: { enum: EVENT_TYPES } });

/** Compiles schemas of the document, which it knows as `openapi`. */
export const ajv = addFormats.default(new Ajv2020({ strict: false }));
ajv.addSchema({ $id: "openapi", ...document });

const templates = Object.keys(document.paths)
  .sort((a, b) => (a.replaceAll("{", "~") < b.replaceAll("{", "~") ? -1 : 1))
  .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`) }));

const escapePointer = (s: string) => s.replaceAll("~", "~0").replaceAll("/", "~1");

/** The component that a reference names, or the value itself. */
function resolved<T extends object>(value: T | Reference): T {
  if (!("$ref" in value)) return value;
  const [, , group, name] = value.$ref.split("/") as [string, string, "responses" | "headers", string];
  return document.components[group][name] as T;
}

/** A compiled schema of the document, by its place. */
const validatorAt = (...place: string[]) => {
  const ref = encodeURI(`openapi#/${place.map(escapePointer).join("/")}`);
  return ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
};

type Answer = { status: number; headers: Headers; text: string };

/**
 * @throws if the status, the media type or a header is not documented, if a header is missing, or if the body or a header
 * does not match its schema
 */
export function validateResponse(method: string, path: string, { status, headers, text }: Answer): void {
  const apiPath = path.replace(/^\/api\/v1(?=\/|$)/, "").replace(/\?.*/, "") || "/";
  const template = templates.find((t) => t.pattern.test(apiPath))?.template;
  const verb = (method === "HEAD" ? "GET" : method).toLowerCase();
  const operation = template === undefined ? undefined : document.paths[template]?.[verb];
  if (template === undefined || !operation) return;
  const name = `${method} ${template} ${status}`;
  const documented = operation.responses[status];
  if (!documented) throw new Error(`${name} is not in openapi.json: ${text}`);
  const response = resolved(documented);
  validateHeaders(name, response.headers ?? {}, headers);
  if (method === "HEAD" || text === "") return;
  const media = headers.get("content-type")?.split(";")[0] ?? "";
  if (!response.content?.[media]) throw new Error(`${name}: openapi.json has no ${media}`);
  if (!media.endsWith("json")) return;
  const place =
    "$ref" in documented ? documented.$ref.split("/").slice(1) : ["paths", template, verb, "responses", String(status)];
  const validate = validatorAt(...place, "content", media, "schema");
  if (!validate(JSON.parse(text)))
    throw new Error(`${name}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 500)}`);
}

/** Headers of every HTTP message, and those that the document's introduction describes. */
export const GENERAL =
  /^(?:content-(?:type|length|encoding)|date|connection|keep-alive|transfer-encoding|access-control-.*|x-content-type-options)$/;

function validateHeaders(name: string, documented: NonNullable<ResponseObject["headers"]>, sent: Headers): void {
  const known = new Map(Object.entries(documented).map(([header, value]) => [header.toLowerCase(), value]));
  for (const [header, value] of known) {
    const { required, schema } = resolved(value);
    const text = sent.get(header);
    if (text === null && required) throw new Error(`${name}: the header ${header} is missing`);
    if (text === null) continue;
    if (!ajv.validate(schema, schema.type === "integer" ? Number(text) : text))
      throw new Error(`${name}: the header ${header} is '${text}': ${ajv.errorsText()}`);
  }
  for (const header of sent.keys()) {
    if (!GENERAL.test(header) && !known.has(header)) throw new Error(`${name}: openapi.json has no header ${header}`);
  }
}
