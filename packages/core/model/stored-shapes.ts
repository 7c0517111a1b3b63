/** How the rows of each resource are read: the kinds of their fields, and the defaults of fields that they lack. */
import type { StoredFields, StoredShape } from "../resource/stored.ts";
import { DEFAULTS } from "./defaults.ts";
import fields from "./stored-fields.json" with { type: "json" };

type ResourceId = keyof typeof DEFAULTS;

fields satisfies Record<ResourceId, object>;
// The cast: JSON has no literal types. `npm run generate` derives the file from the schemas, and the check compares it.
const kinds = fields as object as Record<ResourceId, StoredFields>;

const ids = Object.keys(DEFAULTS) as ResourceId[];
const shapeOf = (id: ResourceId): StoredShape => ({ fields: kinds[id], defaults: DEFAULTS[id] });

/** The stored shapes by the id of the read shape in the OpenAPI document. */
export const STORED = Object.fromEntries(ids.map((id) => [id, shapeOf(id)])) as Record<ResourceId, StoredShape>;
