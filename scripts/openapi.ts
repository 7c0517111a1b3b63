/** Writes packages/api/openapi.json from the routes. With --check, exits with 1 if the file is out of date. */
import { readFileSync, writeFileSync } from "node:fs";
import { openApiDocument } from "@skillmeat-deployments/api/docs/openapi.ts";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import { CATALOGUE } from "@skillmeat-deployments/core/catalogue/catalogue.ts";
import { CatalogueEntry } from "@skillmeat-deployments/core/catalogue/entry.schema.ts";

// Validate the catalogue here, at build time, instead of at each start.
for (const entry of CATALOGUE) CatalogueEntry.parse(entry);

const file = new URL("../packages/api/openapi.json", import.meta.url);
const answers = JSON.parse(readFileSync(new URL("../packages/api/docs/answers.json", import.meta.url), "utf8"));
const text = `${JSON.stringify(openApiDocument(ROUTES, answers), null, 2)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8") !== text) {
  console.error("packages/api/openapi.json is out of date: run `npm run openapi` and commit it");
  process.exit(1);
}
