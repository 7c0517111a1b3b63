/** What all functions share: how they are built, what they may always do, and nothing that a wildcard would add. */
import { nodejs } from "./bundle.ts";

type Permission = { actions: string[]; resources: $util.Input<string>[] };
type Args = sst.aws.FunctionArgs & { name: string; permissions: Permission[] };

const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();
const { accountId } = aws.getCallerIdentityOutput();

/** Into the function's own log group; SST's managed policy would reach every log group there is. */
const writeLogs = (name: string): Permission => ({
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [$interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${name}:*`],
});

/** A function called `<app>-<stage>-<name>`, in logs and alarms too. */
export const lambda = ({ name: short, permissions, ...args }: Args): sst.aws.FunctionArgs => {
  const name = `${$app.name}-${$app.stage}-${short}`;
  return {
    name,
    runtime: "nodejs24.x",
    architecture: "arm64",
    logging: { format: "json", retention: "1 month" },
    nodejs,
    ...args,
    permissions: [...permissions, writeLogs(name)],
    transform: {
      role: {
        managedPolicyArns: [],
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
      },
    },
  };
};
