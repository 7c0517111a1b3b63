/** The settings and permissions that all functions share. No permission has a wildcard action. */
import { nodejs } from "./bundle.ts";

export type Permission = Pick<sst.aws.FunctionPermissionArgs, "conditions"> & {
  actions: string[];
  resources: $util.Input<string>[];
};
type Args = sst.aws.FunctionArgs & { name: string; permissions: Permission[] };

const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();
const { accountId } = aws.getCallerIdentityOutput();

/** Permission to write to the function's own log group. SST's managed policy would allow all log groups. */
const writeLogs = (name: string): Permission => ({
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [$interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${name}:*`],
});

/** The arguments of a function. Its name, also in logs and alarms, is `<app>-<stage>-<name>`. */
export const lambda = ({ name: shortName, permissions, ...args }: Args): sst.aws.FunctionArgs => {
  const name = `${$app.name}-${$app.stage}-${shortName}`;
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
