/** How the rows of each resource are read: the kinds of their fields, and the defaults of fields that they lack. */
import type { StoredFields, StoredShape } from "../resource/stored.ts";
import { DEFAULTS } from "./defaults.ts";
import fields from "./stored-fields.json" with { type: "json" };

type ResourceId = keyof typeof DEFAULTS;

/** `npm run generate` derives the kinds from the schemas. */
const FIELDS: Readonly<Record<ResourceId, StoredFields>> = fields as never;

const shapeOf = (id: ResourceId): StoredShape => ({ fields: FIELDS[id], defaults: DEFAULTS[id] });

/** The stored shapes by the id of the read shape in the OpenAPI document. */
export const STORED = {
  Project: shapeOf("Project"),
  DeploymentProfile: shapeOf("DeploymentProfile"),
  Artifact: shapeOf("Artifact"),
  Deployment: shapeOf("Deployment"),
  ApiKey: shapeOf("ApiKey"),
  Tenant: shapeOf("Tenant"),
} as const;
