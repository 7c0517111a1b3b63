/**
 * `npm run check:infra`: type-checks the infrastructure with SST's types, then tests it with mocked providers. With
 * --all, every check is seen to fail in every way that is listed, not only in one.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (!existsSync(".sst/platform/src")) {
  console.error("Checking infra/ requires .sst/platform; run `npx sst install` to create it");
  process.exit(1);
}
const run = (description: string, ...command: string[]) => {
  console.log(description);
  const env = { ...process.env, ALL_BREAKS: process.argv.includes("--all") ? "1" : "0" };
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
};
run("Type check with SST's types", "node_modules/typescript/bin/tsc", "-p", "infra");
run(
  "Tests of all resources in two stages (about half a minute)",
  "--disable-warning=ExperimentalWarning",
  "node_modules/vitest/vitest.mjs",
  "run",
  "--config",
  "vitest.infra.config.ts",
);
