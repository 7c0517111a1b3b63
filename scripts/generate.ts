/**
 * Writes the generated files: packages/core/model/platform-roots.json and packages/core/catalogue/platform-descriptions.json from the catalogue, packages/core/model/stored-fields.json
 * from the schemas, packages/api/openapi.json from the routes, and packages/api/asyncapi.json from that. With --check, exits with 1 if one of them is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { CATALOGUE } from "@skillmeat-deployments/core/catalogue/catalogue.ts";
import { CatalogueEntry } from "@skillmeat-deployments/core/catalogue/entry.schema.ts";
import { ApiKey } from "@skillmeat-deployments/core/model/access/api-key.schema.ts";
import { Tenant } from "@skillmeat-deployments/core/model/access/tenant.schema.ts";
import { Artifact } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import { Deployment } from "@skillmeat-deployments/core/model/deployment.schema.ts";
import { Observation } from "@skillmeat-deployments/core/model/observation.schema.ts";
import { Profile } from "@skillmeat-deployments/core/model/profile.schema.ts";
import { Project } from "@skillmeat-deployments/core/model/project.schema.ts";
import { Webhook } from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import { kindsOf } from "@skillmeat-deployments/core/resource/kind.schema.ts";

/** The read shape of each stored resource. */
const STORED = [Project.read, Profile.read, Artifact.read, Deployment.read, Observation, ApiKey, Tenant, Webhook.read];

const root = new URL("../", import.meta.url);
const check = process.argv.includes("--check");

function write(path: string, value: unknown): void {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const file = new URL(path, root);
  if (!check) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`${path} is out of date: run \`npm run generate\` and commit it`);
    process.exitCode = 1;
  }
}

// Validate the catalogue here, at build time, instead of at each start.
for (const entry of CATALOGUE) CatalogueEntry.parse(entry);

write(
  "packages/core/model/platform-roots.json",
  Object.fromEntries(CATALOGUE.flatMap(({ platform, root_dir }) => (root_dir === null ? [] : [[platform, root_dir]]))),
);

write(
  "packages/core/catalogue/platform-descriptions.json",
  Object.fromEntries(CATALOGUE.map(({ platform, description }) => [platform, description])),
);

const idOf = (shape: (typeof STORED)[number]) => shape.meta()?.id as string;
write(
  "packages/core/model/stored-fields.json",
  Object.fromEntries(STORED.map((shape) => [idOf(shape), kindsOf(shape.shape)])),
);

// Imported here, because the routes read the stored fields.
const { describeRoutes } = await import("@skillmeat-deployments/api/docs/described-route.ts");
const { openApiDocument } = await import("@skillmeat-deployments/api/docs/openapi.ts");
const { asyncApiDocument } = await import("@skillmeat-deployments/api/docs/asyncapi.ts");
const { ROUTES } = await import("@skillmeat-deployments/api/routes/index.ts");
const answers = JSON.parse(readFileSync(new URL("packages/api/docs/answers.json", root), "utf8"));
const openApi = openApiDocument(await describeRoutes(ROUTES), answers);
write("packages/api/openapi.json", openApi);
write("packages/api/asyncapi.json", asyncApiDocument(openApi));
