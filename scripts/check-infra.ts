/** `npm run check:infra`: types the infrastructure with SST's own compiler, then evaluates and tests it under mocks. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (!existsSync(".sst/platform/src")) {
  console.error("infra/ cannot be checked without .sst/platform: run `npx sst install`, which brings it");
  process.exit(1);
}
const run = (what: string, ...command: string[]) => {
  console.log(what);
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};
run("Types, by SST's TypeScript", ".sst/platform/node_modules/typescript/bin/tsc", "-p", "infra");
run(
  "Every resource of two stages, sentence by sentence; a minute",
  "--disable-warning=ExperimentalWarning",
  "node_modules/vitest/vitest.mjs",
  "run",
  "--config",
  "vitest.infra.config.ts",
);
