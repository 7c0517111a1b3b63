import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // `npm run check:infra`: it needs SST's platform.
    exclude: ["tests/infra/**", "**/node_modules/**"],
    reporters: ["default", "./tests/support/reporter.ts"],
    // Far beyond what any test takes: a busy machine must not look like a broken promise.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
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
