/**
 * `npm run catalogue`: prints the catalogue as a table of platforms and cells, with the grade of each cell.
 * `-- --markdown` writes docs/platforms.md. `-- --stale DAYS` lists the cells whose sources were not looked at for so long.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { catalogueVersion, listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { ARTIFACT_TYPES } from "@skillmeat-deployments/core/values/artifact-type.ts";
import Table from "cli-table3";
import { catalogueCounts } from "../catalogue-counts.ts";
import { cataloguePage } from "../catalogue-page.ts";
import { staleCells } from "../stale-cells.ts";

/** Prints a table of platforms and cells. */
function printTable(): void {
  const entries = listPlatforms().filter((entry) => entry.root_dir !== null);
  const columns = [...ARTIFACT_TYPES.filter((type) => entries.some((entry) => entry.cells[type])), "instructions"];
  const head = ["platform", "status", ...columns, "user", "other", "sources", "as of"];
  const table = new Table({ head, style: { compact: true } });
  for (const entry of entries) {
    const names = Object.keys(entry.cells);
    const inUser = names.filter((name) => name.startsWith("user."));
    const unsupported: readonly string[] = entry.unsupported_artifact_types;
    table.push([
      entry.platform,
      entry.status === "active" ? "" : [entry.status, entry.replaced_by].filter(Boolean).join(", see "),
      ...columns.map((name) => {
        const cell = entry.cells[name];
        if (!cell) return "";
        return `${unsupported.includes(name) ? "no " : ""}${cell.grade}${cell.disputed === null ? "" : " ≠"}`;
      }),
      inUser.length,
      names.filter((name) => !columns.includes(name)).length - inUser.length,
      entry.sources.length,
      entry.as_of ?? "",
    ]);
  }
  console.log(table.toString());
  const { platforms, cells, sourced, P, several, one, disputed, unsupported } = catalogueCounts(listPlatforms());
  console.log(`${platforms} platforms, ${cells} cells, ${sourced} with a source and a date`);
  console.log(`graded P ${P}, 2+ ${several}, 1 ${one}`);
  console.log(`${disputed} disputed (≠), ${unsupported} unsupported (no)`);
  console.log(`catalogue version ${catalogueVersion()}`);
  console.log(
    "P: the vendor's own source. 2+: several independent projects agree. 1: one project. Empty: no source is known.",
  );
}

/** Lists the cells whose newest source is older than a number of days. */
function printStale(text: string): void {
  const days = Number(text);
  if (!/^\d{1,5}$/.test(text)) {
    console.error(`--stale needs a number of days, such as --stale 90, and not "${text}"`);
    process.exitCode = 1;
    return;
  }
  const stale = staleCells(listPlatforms(), days, new Date());
  const table = new Table({ head: ["platform", "cell", "newest source", "days ago"], style: { compact: true } });
  for (const cell of stale) table.push([cell.platform, cell.cell, cell.newest, cell.days]);
  if (stale.length > 0) console.log(table.toString());
  console.log(`${stale.length} cells have no source that was looked at in the last ${days} days.`);
}

function main(): void {
  const { values } = parseArgs({ options: { markdown: { type: "boolean" }, stale: { type: "string" } } });
  if (values.markdown) {
    const page = new URL("../../../docs/platforms.md", import.meta.url);
    writeFileSync(page, cataloguePage(listPlatforms()));
    console.log("wrote docs/platforms.md");
  } else if (values.stale !== undefined) printStale(values.stale);
  else printTable();
}

try {
  main();
} catch (error) {
  // An option that does not exist: parseArgs says which one.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
