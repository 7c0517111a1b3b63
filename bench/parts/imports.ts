/** Imports of 5,000 rows into a local server: how long they take, and how far the feed is behind afterwards. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Part } from "../bench.ts";
import { measureImports } from "../imports.ts";
import { startOurs } from "../server.ts";
import { summary } from "../stats.ts";

const FULL = { imports: 20, rows: 5_000 };
const QUICK = { imports: 2, rows: 200 };

export const imports: Part = {
  title: "Imports and the lag of the feed",
  async measure(bench) {
    const { imports: count, rows } = bench.quick ? QUICK : FULL;
    const server = await startOurs(mkdtempSync(join(bench.directory, "imports-")));
    try {
      bench.steps(count);
      // One after the other. None waits for the events of the former ones, so a slow recorder would fall behind.
      const { rowsPerSecond: rates, lagMs } = await measureImports(server.url, server.key, {
        imports: count,
        rows,
        prefix: "i",
        onImport: () => bench.step("imports"),
      });
      const lags = lagMs.map((ms) => ms / 1000);
      const list = (values: number[], digits: number) => values.map((value) => value.toFixed(digits)).join(", ");
      const number = rows.toLocaleString("en");
      return {
        rows: [
          {
            what: `import of ${number} rows`,
            ours: summary(rates).median,
            unit: "rows/s",
            means: `An import of a tracker into a new project of a local server. The ${count} imports in their order: ${list(rates, 0)} rows/s.`,
          },
          {
            what: `lag of the feed after an import of ${number} rows`,
            ours: summary(lags).median,
            unit: "s",
            means: `From the answer of the import until a reader of the feed sees its last event. In order: ${list(lags, 1)} s.`,
          },
        ],
      };
    } finally {
      await server.close();
    }
  },
};
