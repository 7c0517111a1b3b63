import { defineConfig } from "vitest/config";

/** What `npm run check:infra` runs: it needs SST's platform, which `npm test` does without. */
export default defineConfig({
  test: {
    include: ["tests/infra/*.test.ts"],
    reporters: ["default", "./tests/support/reporter.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
