/** Holds every response of every test to packages/api/openapi.json. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

type Schema = Record<string, unknown>;
type Operation = { responses: Record<string, { content?: Record<string, { schema: Schema }> }> };
type Document = { paths: Record<string, Record<string, Operation>> };

const document = JSON.parse(
  readFileSync(new URL("../../packages/api/openapi.json", import.meta.url), "utf8"),
) as Document;

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: "openapi", ...document });

const templates = Object.keys(document.paths)
  .sort((a, b) => (a.replaceAll("{", "~") < b.replaceAll("{", "~") ? -1 : 1))
  .map((template) => ({ template, matches: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`) }));

const escaped = (s: string) => s.replaceAll("~", "~0").replaceAll("/", "~1");

/** @throws where the status is not documented, or the body does not fit its schema */
export function validateResponse(
  method: string,
  path: string,
  status: number,
  type: string | null,
  text: string,
): void {
  const at = path.replace(/^\/api\/v1(?=\/|$)/, "").replace(/\?.*/, "") || "/";
  const template = templates.find((t) => t.matches.test(at))?.template;
  const verb = (method === "HEAD" ? "GET" : method).toLowerCase();
  const operation = template === undefined ? undefined : document.paths[template]?.[verb];
  if (template === undefined || !operation) return;
  const response = operation.responses[status];
  const place = `${method} ${template} ${status}`;
  if (!response) throw new Error(`${place} is not in openapi.json: ${text}`);
  if (method === "HEAD" || text === "") return;
  const media = type?.split(";")[0] ?? "";
  if (!response.content?.[media]) throw new Error(`${place}: openapi.json has no ${media}`);
  if (!media.endsWith("json") || at === "/openapi.json") return;
  const ref = `openapi#/paths/${escaped(template)}/${verb}/responses/${status}/content/${escaped(media)}/schema`;
  const validate = ajv.getSchema(encodeURI(ref)) ?? ajv.compile({ $ref: encodeURI(ref) });
  if (!validate(JSON.parse(text)))
    throw new Error(`${place}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 500)}`);
}
