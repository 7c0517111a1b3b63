/** The path parameters: their descriptions and the rules for valid ids. */
import { notFound } from "@skillmeat-deployments/core/fault.ts";
import type { ParameterName } from "@skillmeat-deployments/core/model/api-paths.ts";
import { isArtifactId } from "@skillmeat-deployments/core/model/artifact.ts";
import { isDeploymentId } from "@skillmeat-deployments/core/model/deployments/deployment.ts";
import { LABELS } from "@skillmeat-deployments/core/model/labels.ts";
import { CHOSEN_ID, TENANT_ID, ULID } from "@skillmeat-deployments/core/values/strings.ts";

/** `pattern`: the rule for ids as a regular expression, if it is one. */
type Parameter = { label: string; description: string; pattern?: RegExp; isValid: (id: string) => boolean };

const matches = (pattern: RegExp) => ({ pattern, isValid: (id: string) => pattern.test(id) });

/** Every path parameter by name. `label` names the resource in a 404 response. */
export const PARAMETERS: Record<ParameterName, Parameter> = {
  project_id: { label: LABELS.project, description: "The project id.", ...matches(CHOSEN_ID) },
  profile_id: {
    label: LABELS.profile,
    description: "The profile id, which is unique in its project.",
    ...matches(CHOSEN_ID),
  },
  artifact_id: { label: LABELS.artifact, description: "The artifact id, `<type>:<name>`.", isValid: isArtifactId },
  deployment_id: {
    label: LABELS.deployment,
    description: "The id of the deployment record, `<profile_id>:<type>:<normalised name>`.",
    isValid: isDeploymentId,
  },
  webhook_id: { label: LABELS.webhook, description: "The id of the webhook.", ...matches(ULID) },
  delivery_id: { label: LABELS.delivery, description: "The id of the delivery: that of its event.", ...matches(ULID) },
  key_id: { label: LABELS.apiKey, description: "The id of the API key.", ...matches(ULID) },
  tenant_id: { label: LABELS.tenant, description: "The tenant id.", ...matches(TENANT_ID) },
  platform: { label: "Platform", description: "The key of the platform in the catalogue.", isValid: () => true },
  type: { label: "Event type", description: "The event type.", isValid: () => true },
};

/** The parameters of a path. @throws 404 if an id is malformed, since no resource can have it */
export function parseParams(names: readonly string[], param: (name: string) => string): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name of names) {
    const id = param(name);
    const rule = PARAMETERS[name as ParameterName];
    if (!rule?.isValid(id)) throw notFound(rule?.label ?? name, id);
    params[name] = id;
  }
  return params;
}
