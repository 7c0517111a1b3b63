import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    reporters: ["default", "./tests/support/reporter.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: ["packages/**/*.ts"],
      reporter: ["text", "text-summary"],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
