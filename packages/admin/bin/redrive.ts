/** The entry point of `npm run redrive -- [--stage STAGE] [--dry-run]`. */
import { openLocalDeadLetters } from "../local-dead-letters.ts";
import { redrive } from "../redrive.ts";
import { openStageDeadLetters } from "../stage-dead-letters.ts";
import { enterStage } from "./in-stage.ts";

const open = async (stage: string | undefined, dryRun: boolean) => {
  if (stage === undefined) return openLocalDeadLetters(process.env, dryRun);
  enterStage(stage);
  const { Resource } = await import("sst");
  return openStageDeadLetters(Resource.Failures.name, `${Resource.App.name}-${Resource.App.stage}-`);
};
process.exitCode = await redrive(process.argv.slice(2), open, { out: console.log, error: console.error });
