/** The entry point of `npm run tenant -- create ID [--name NAME] [--stage STAGE]`. */
import { tenant } from "../tenant.ts";
import { enterStage } from "./in-stage.ts";

const operatorOf = async (stage: string) => {
  enterStage(stage);
  const { Resource } = await import("sst");
  return { url: Resource.Api.url, operatorKey: Resource.OperatorKey.value };
};
process.exitCode = await tenant(process.argv.slice(2), process.env, operatorOf, {
  out: console.log,
  error: console.error,
});
