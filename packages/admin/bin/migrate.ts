/** The entry point of `npm run migrate -- status|up|down [--to N] [--dry-run] [--rate N] [--stage STAGE]`. */
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { openLocal } from "@skillmeat-deployments/local/open.ts";
import { migrations } from "../migrate.ts";
import { enterStage } from "./in-stage.ts";

const open = async (stage: string | undefined) => {
  if (stage === undefined) return openLocal(process.env);
  enterStage(stage);
  const { Resource } = await import("sst");
  const client = createClient();
  return { client, name: Resource.Table.name, close: async () => client.destroy() };
};
process.exitCode = await migrations(process.argv.slice(2), open, { out: console.log, error: console.error });
