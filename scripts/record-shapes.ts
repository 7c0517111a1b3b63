/** `npm run shapes -- DATE`: stores the rows of this release in tests/shapes, for every later release to read. */
import { writeFileSync } from "node:fs";
import { recordShapes } from "@skillmeat-deployments/testing/shapes.ts";

const [date] = process.argv.slice(2);
if (!/^\d{4}-\d{2}-\d{2}$/.test(date ?? "")) {
  console.error("Usage: npm run shapes -- DATE (the release's date, as in 2026-11-22)");
  process.exit(1);
}
writeFileSync(
  new URL(`../tests/shapes/${date}.json`, import.meta.url),
  `${JSON.stringify(await recordShapes(), null, 2)}\n`,
);
process.exit(0);
