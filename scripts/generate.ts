/**
 * Writes the generated files, each from what was written before it: the catalogue's files and its page, the fields of stored
 * rows, openapi.json, asyncapi.json, the reference of the CLI and the picture of its summary. With --check, exits with 1 if one
 * of them is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { CATALOGUE } from "@skillmeat-deployments/core/catalogue/catalogue.ts";
import { catalogueFile } from "@skillmeat-deployments/core/catalogue/catalogue-file.ts";
import { CatalogueEntry } from "@skillmeat-deployments/core/catalogue/entry.schema.ts";

const root = new URL("../", import.meta.url);
const check = process.argv.includes("--check");

const write = (path: string, value: unknown) => writeText(path, `${JSON.stringify(value, null, 2)}\n`);

function writeText(path: string, text: string): void {
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

writeText("packages/core/catalogue/catalogue.json", catalogueFile(CATALOGUE));
write(
  "packages/core/catalogue/platform-descriptions.json",
  Object.fromEntries(CATALOGUE.map(({ platform, description }) => [platform, description])),
);

// Imported here, because the schemas read the files above.
const { storedFields } = await import("./stored-fields.ts");
write("packages/core/model/stored-fields.json", storedFields());

// Imported here, because the routes read the stored fields.
const { describeRoutes } = await import("@skillmeat-deployments/api/docs/described-route.ts");
const { openApiDocument } = await import("@skillmeat-deployments/api/docs/openapi.ts");
const { asyncApiDocument } = await import("@skillmeat-deployments/api/docs/asyncapi.ts");
const { ROUTES } = await import("@skillmeat-deployments/api/routes/index.ts");
const answers = JSON.parse(readFileSync(new URL("packages/api/docs/answers.json", root), "utf8"));
const openApi = openApiDocument(await describeRoutes(ROUTES), answers);
write("packages/api/openapi.json", openApi);
write("packages/api/asyncapi.json", asyncApiDocument(openApi));

const { cataloguePage } = await import("@skillmeat-deployments/admin/catalogue-page.ts");
const { listPlatforms } = await import("@skillmeat-deployments/core/catalogue/platform.ts");
writeText("docs/platforms.md", cataloguePage(listPlatforms()));

const { cliReference } = await import("./cli-reference.ts");
writeText("docs/cli-reference.md", cliReference());

const { summaryPicture } = await import("./summary-picture.ts");
writeText("docs/ci/summary.svg", summaryPicture(readFileSync(new URL("docs/ci.md", root), "utf8")));
