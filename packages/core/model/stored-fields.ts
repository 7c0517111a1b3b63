/** The kinds of the stored fields of each resource. `npm run generate` derives them from the schemas. */
import type { StoredFields } from "../resource/stored.ts";
import fields from "./stored-fields.json" with { type: "json" };

type ResourceId = keyof typeof fields;

/** The stored fields by the id of the read shape in the OpenAPI document. */
export const STORED_FIELDS = fields as unknown as Readonly<Record<ResourceId, StoredFields>>;
