/** `npm run catalogue`: platforms by cells, as a table to read: how each is graded, disputed, or unsupported. */
import { catalogueVersion, listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.ts";
import Table from "cli-table3";

const entries = listPlatforms().filter((entry) => entry.root_dir !== null);
const types = ArtifactType.options.filter((type) => entries.some((entry) => entry.cells[type]));
const columns = [...types, "instructions"];
const table = new Table({ head: ["platform", "status", ...columns, "sources", "as of"], style: { compact: true } });
const all = entries.flatMap((entry) =>
  columns.flatMap((c) => (entry.cells[c] ? [{ entry, name: c, cell: entry.cells[c] }] : [])),
);
const unsupported = ({ entry, name }: Pick<(typeof all)[number], "entry" | "name">) =>
  (entry.unsupported_artifact_types as readonly string[]).includes(name);
for (const entry of entries) {
  table.push([
    entry.platform,
    entry.status === "active" ? "" : `${entry.status}, see ${entry.replaced_by}`,
    ...columns.map((name) => {
      const cell = entry.cells[name];
      if (!cell) return "";
      const none = unsupported({ entry, name }) ? "no " : "";
      return `${none}${cell.grade}${cell.disputed === null ? "" : " ≠"}`;
    }),
    entry.sources.length,
    entry.as_of ?? "",
  ]);
}
console.log(table.toString());
const count = (test: (one: (typeof all)[number]) => boolean) => all.filter(test).length;
console.log(
  [
    `${entries.length} platforms, ${all.length} cells, ${count(({ cell }) => cell.sources.length > 0)} with sources`,
    `graded P ${count(({ cell }) => cell.grade === "P")}, 2+ ${count(({ cell }) => cell.grade === "2+")}, 1 ${count(({ cell }) => cell.grade === "1")}`,
    `${count(({ cell }) => cell.disputed !== null)} disputed (≠), ${count(unsupported)} unsupported (no)`,
    `catalogue version ${catalogueVersion()}`,
  ].join("\n"),
);
console.log(
  "P: the vendor's own source. 2+: independent projects agree. 1: one project. Empty: no source, so nothing is said.",
);
