/** Validates responses by packages/api/openapi.json. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Schema = Record<string, unknown>;
type Operation = { responses: Record<string, { content?: Record<string, { schema: Schema }> }> };
type Document = { paths: Record<string, Record<string, Operation>> };

const document = JSON.parse(
  readFileSync(new URL("../../packages/api/openapi.json", import.meta.url), "utf8"),
) as Document;

/** Compiles schemas of the document, which it knows as `openapi`. */
export const ajv = addFormats.default(new Ajv2020({ strict: false }));
ajv.addSchema({ $id: "openapi", ...document });

const templates = Object.keys(document.paths)
  .sort((a, b) => (a.replaceAll("{", "~") < b.replaceAll("{", "~") ? -1 : 1))
  .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`) }));

const escapePointer = (s: string) => s.replaceAll("~", "~0").replaceAll("/", "~1");

/** @throws if the status or media type is not documented, or if the body does not match its schema */
export function validateResponse(
  method: string,
  path: string,
  status: number,
  type: string | null,
  text: string,
): void {
  const apiPath = path.replace(/^\/api\/v1(?=\/|$)/, "").replace(/\?.*/, "") || "/";
  const template = templates.find((t) => t.pattern.test(apiPath))?.template;
  const verb = (method === "HEAD" ? "GET" : method).toLowerCase();
  const operation = template === undefined ? undefined : document.paths[template]?.[verb];
  if (template === undefined || !operation) return;
  const response = operation.responses[status];
  const name = `${method} ${template} ${status}`;
  if (!response) throw new Error(`${name} is not in openapi.json: ${text}`);
  if (method === "HEAD" || text === "") return;
  const media = type?.split(";")[0] ?? "";
  if (!response.content?.[media]) throw new Error(`${name}: openapi.json has no ${media}`);
  if (!media.endsWith("json") || apiPath === "/openapi.json") return;
  const ref = `openapi#/paths/${escapePointer(template)}/${verb}/responses/${status}/content/${escapePointer(media)}/schema`;
  const validate = ajv.getSchema(encodeURI(ref)) ?? ajv.compile({ $ref: encodeURI(ref) });
  if (!validate(JSON.parse(text)))
    throw new Error(`${name}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 500)}`);
}
