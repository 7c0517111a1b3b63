/** The command `npm run catalogue`, and the page that it writes. */
import { readFileSync } from "node:fs";
import { catalogueCounts } from "@skillmeat-deployments/admin/catalogue-counts.ts";
import { cataloguePage } from "@skillmeat-deployments/admin/catalogue-page.ts";
import { staleCells } from "@skillmeat-deployments/admin/stale-cells.ts";
import { listPlatforms, readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { runScript } from "@skillmeat-deployments/testing/process.ts";
import { describe, expect, it } from "vitest";

describe("The catalogue", () => {
  it("It has at least 67 platforms, and every cell has a source with a date", () => {
    const counts = catalogueCounts(listPlatforms());
    expect(counts.platforms).toBeGreaterThanOrEqual(67);
    expect(counts.sourced).toBe(counts.cells);
    expect(counts.P + counts.several + counts.one).toBe(counts.cells);
  });

  it("docs/platforms.md is what `npm run catalogue -- --markdown` writes", () => {
    const page = readFileSync(new URL("../../docs/platforms.md", import.meta.url), "utf8");
    expect(page).toBe(cataloguePage(listPlatforms()));
  });

  it("The page names every platform, and who reads the shared skills folder", () => {
    const page = cataloguePage(listPlatforms());
    for (const { platform, root_dir } of listPlatforms()) {
      expect([platform, page.includes(`| \`${platform}\` |`)]).toEqual([platform, root_dir !== null]);
    }
    expect(/^\| `\.agents\/skills` \| (\d+) \|/m.exec(page)?.[1]).toBeDefined();
  });
});

describe("The cells whose sources were not looked at for some time", () => {
  const source = (date: string) => ({ repo: "a/b", date, path: "x", grade: "1" }) as const;
  const cell = (...dates: string[]) => ({ grade: "1" as const, disputed: null, sources: dates.map(source) });
  const entry = {
    ...readPlatform("other"),
    cells: { skill: cell("2026-08-31", "2026-01"), hook: cell("2026-09-02"), mcp: cell("2026-08") },
  };
  const now = new Date("2026-11-30T00:00:00Z");

  it("A cell is as old as its newest source, a month counts as its first day, and the oldest cell comes first", () => {
    expect(staleCells([entry], 90, now)).toEqual([
      { platform: "other", cell: "mcp", newest: "2026-08", days: 121 },
      { platform: "other", cell: "skill", newest: "2026-08-31", days: 91 },
    ]);
    expect(staleCells([entry], 91, now)).toHaveLength(1);
    expect(staleCells([entry], 121, now)).toEqual([]);
  });
});

describe("npm run catalogue", () => {
  async function run(...args: string[]) {
    const script = runScript("packages/admin/bin/catalogue.ts", { args });
    return { code: await script.exited, stdout: script.stdout(), stderr: script.stderr() };
  }

  it("It prints the number of platforms and that every cell has a source and a date", async () => {
    const { code, stdout } = await run();
    const { platforms, cells } = catalogueCounts(listPlatforms());
    expect(code).toBe(0);
    expect(stdout).toContain(`${platforms} platforms, ${cells} cells, ${cells} with a source and a date`);
  });

  it("An option that does not exist or has a bad value is one line and exit code 1", async () => {
    for (const args of [["--stale", "soon"], ["--markdow"]]) {
      const { code, stderr } = await run(...args);
      expect([code, stderr.trim().split("\n").length]).toEqual([1, 1]);
    }
  });
});
