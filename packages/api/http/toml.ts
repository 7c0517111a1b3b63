/** TOML in bodies and answers. It is loaded on demand: most requests have none. */
import "../start.ts";
import { asJson, loadToml } from "@skillmeat-deployments/core/values/documents/toml.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";

/** Parses a document as JSON types. @throws 400, 422 */
export const parseToml = async (text: string): Promise<unknown> => asJson((await loadToml()).parse(text));

/** Writes a JSON object. Null members are left out. */
export const writeToml = async (value: JsonObject): Promise<string> => (await loadToml()).write(value);
