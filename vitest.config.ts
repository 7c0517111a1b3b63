import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const TESTS = "tests/**/*.test.ts";
// `npm run check:infra`: it needs SST's platform.
const EXCLUDED = ["tests/infra/**", "**/node_modules/**"];

/** The tests that replace modules or run an entry point here: what other files have loaded would be in their way. */
const ALONE = globSync(TESTS, { cwd: import.meta.dirname, exclude: (path) => path.endsWith("node_modules") }).filter(
  (path) =>
    /vi\.(?:mock|doMock|resetModules)\(|import\("[^"]+\/bin\//.test(
      readFileSync(join(import.meta.dirname, path), "utf8"),
    ),
);

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "alone", include: ALONE, exclude: EXCLUDED } },
      // A worker loads and compiles the product once, not once a file. Modules hold no state but what they compute once.
      { extends: true, test: { name: "together", include: [TESTS], exclude: [...EXCLUDED, ...ALONE], isolate: false } },
    ],
    reporters: ["default", "./tests/support/reporter.ts"],
    // Far beyond what any test takes: a busy machine must not look like a broken promise.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // Tests also wait, for engines and processes of their own: on two processors a third worker fills the time.
    maxWorkers: 3,
    coverage: {
      provider: "v8",
      include: ["packages/**/*.ts"],
      // The tests' own harness.
      exclude: ["packages/testing/**"],
      reporter: ["text", "text-summary"],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
