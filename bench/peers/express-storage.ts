// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ElectroDB fills in the templates of its keys.
/** The storage of the Express stack: ElectroDB entities over the rows that the service stores. */

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Entity } from "electrodb";

const table = process.env.TABLE_NAME as string;
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const connection = { client: documents, table };

/** The rows have no ElectroDB identifiers, and reads are strongly consistent, as those of the service are. */
export const READ = { ignoreOwnership: true, consistent: true } as const;

const stamp = {
  uid: { type: "string" },
  change: { type: "string" },
  changes: { type: "list", items: { type: "string" } },
  actor: { type: "string" },
  request: { type: "string" },
  version: { type: "number" },
  created_at: { type: "string" },
  updated_at: { type: "string" },
  deleted: { type: "boolean" },
} as const;

/** API keys, by their id. */
export const ApiKeys = new Entity(
  {
    model: { entity: "key", version: "1", service: "skillmeat" },
    attributes: {
      key_id: { type: "string" },
      tenant: { type: "string" },
      hash: { type: "string" },
      scopes: { type: "list", items: { type: "string" } },
      expires_at: { type: "string" },
    },
    indexes: {
      byId: {
        pk: { field: "pk", composite: ["key_id"], template: "SYS#KEY#${key_id}", casing: "none" },
        sk: { field: "sk", composite: [], template: "Z#KEY", casing: "none" },
      },
    },
  },
  connection,
);

/** Projects of a tenant. */
export const Projects = new Entity(
  {
    model: { entity: "project", version: "1", service: "skillmeat" },
    attributes: {
      tenant: { type: "string" },
      project_id: { type: "string" },
      name: { type: "string" },
      ...stamp,
    },
    indexes: {
      byId: {
        pk: { field: "pk", composite: ["tenant"], template: "T#${tenant}", casing: "none" },
        sk: { field: "sk", composite: ["project_id"], template: "N#PROJECT#${project_id}", casing: "none" },
      },
    },
  },
  connection,
);

/** Deployment profiles of a project. */
export const Profiles = new Entity(
  {
    model: { entity: "profile", version: "1", service: "skillmeat" },
    attributes: {
      tenant: { type: "string" },
      id: { type: "string" },
      project_id: { type: "string" },
      profile_id: { type: "string" },
      parent: { type: "string" },
      platform: { type: "string" },
      root_dir: { type: "string" },
      artifact_path_map: { type: "any" },
      project_config_filenames: { type: "list", items: { type: "string" } },
      context_path_prefixes: { type: "list", items: { type: "string" } },
      supported_artifact_types: { type: "list", items: { type: "string" } },
      description: { type: "string" },
      ...stamp,
    },
    indexes: {
      byProject: {
        pk: {
          field: "pk",
          composite: ["tenant", "project_id"],
          template: "T#${tenant}#P#${project_id}",
          casing: "none",
        },
        sk: { field: "sk", composite: ["profile_id"], template: "N#PROFILE#${profile_id}", casing: "none" },
      },
    },
  },
  connection,
);

/** Reads a project and one of its profiles in one call. ElectroDB has no batch over two entities, but makes the keys. */
export async function readProfile(ids: { tenant: string; project_id: string; profile_id: string }) {
  const Keys = [Projects.get(ids).params().Key, Profiles.get(ids).params().Key];
  const { Responses } = await documents.send(
    new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
  );
  const itemAt = (key: { sk: string }) => Responses?.[table]?.find((item) => item.sk === key.sk);
  const [project, profile] = Keys.map(itemAt);
  return {
    project: project && Projects.parse({ Item: project }, READ).data,
    profile: profile && Profiles.parse({ Item: profile }, READ).data,
  };
}
