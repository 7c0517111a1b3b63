/** Path parameters: what each names, and the rule that its ids obey. */
import { notFound } from "@skillmeat-deployments/core/fault.ts";
import { isArtifactId } from "@skillmeat-deployments/core/model/artifact.ts";
import { isDeploymentId } from "@skillmeat-deployments/core/model/deployment.ts";
import { ProfileId, ProjectId, TenantId, Ulid } from "@skillmeat-deployments/core/values/strings.ts";
import type * as z from "zod";

type Parameter = { label: string; description: string; allows: (id: string) => boolean };

const obeys = (schema: z.ZodType) => (id: string) => schema.safeParse(id).success;

export const PARAMETERS: Record<string, Parameter> = {
  project_id: { label: "Project", description: "The project's id.", allows: obeys(ProjectId) },
  profile_id: {
    label: "Deployment profile",
    description: "The profile's id in its project.",
    allows: obeys(ProfileId),
  },
  artifact_id: { label: "Artifact", description: "`<type>:<name>`.", allows: isArtifactId },
  deployment_id: {
    label: "Deployment",
    description: "`<profile_id>:<type>:<normalised name>`.",
    allows: isDeploymentId,
  },
  key_id: { label: "API key", description: "The key's id.", allows: obeys(Ulid) },
  tenant_id: { label: "Tenant", description: "The tenant's id.", allows: obeys(TenantId) },
  platform: { label: "Platform", description: "The catalogue key.", allows: () => true },
  type: { label: "Event type", description: "An event's `type`.", allows: () => true },
};

/** The parameters of a path. @throws 404 where an id breaks its rule: it names nothing */
export function parseParams(names: readonly string[], param: (name: string) => string): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name of names) {
    const id = param(name);
    const rule = PARAMETERS[name];
    if (!rule?.allows(id)) throw notFound(rule?.label ?? name, id);
    params[name] = id;
  }
  return params;
}
