/** `npm run catalogue`: prints the catalogue as a table of platforms and cells, with the grade of each cell. */
import { catalogueVersion, listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { ARTIFACT_TYPES } from "@skillmeat-deployments/core/values/artifact-type.ts";
import Table from "cli-table3";

const entries = listPlatforms().filter((entry) => entry.root_dir !== null);
const types = ARTIFACT_TYPES.filter((type) => entries.some((entry) => entry.cells[type]));
const columns = [...types, "instructions"];
const table = new Table({ head: ["platform", "status", ...columns, "sources", "as of"], style: { compact: true } });
const cells = entries.flatMap((entry) =>
  columns.flatMap((c) => (entry.cells[c] ? [{ entry, name: c, cell: entry.cells[c] }] : [])),
);
type Cell = (typeof cells)[number];
const isUnsupported = ({ entry, name }: Pick<Cell, "entry" | "name">) =>
  (entry.unsupported_artifact_types as readonly string[]).includes(name);
for (const entry of entries) {
  table.push([
    entry.platform,
    entry.status === "active" ? "" : `${entry.status}, see ${entry.replaced_by}`,
    ...columns.map((name) => {
      const cell = entry.cells[name];
      if (!cell) return "";
      const prefix = isUnsupported({ entry, name }) ? "no " : "";
      return `${prefix}${cell.grade}${cell.disputed === null ? "" : " ≠"}`;
    }),
    entry.sources.length,
    entry.as_of ?? "",
  ]);
}
console.log(table.toString());
const count = (predicate: (cell: Cell) => boolean) => cells.filter(predicate).length;
console.log(
  [
    `${entries.length} platforms, ${cells.length} cells, ${count(({ cell }) => cell.sources.length > 0)} with sources`,
    `graded P ${count(({ cell }) => cell.grade === "P")}, 2+ ${count(({ cell }) => cell.grade === "2+")}, 1 ${count(({ cell }) => cell.grade === "1")}`,
    `${count(({ cell }) => cell.disputed !== null)} disputed (≠), ${count(isUnsupported)} unsupported (no)`,
    `catalogue version ${catalogueVersion()}`,
  ].join("\n"),
);
console.log(
  "P: the vendor's own source. 2+: several independent projects agree. 1: one project. Empty: no source is known.",
);
