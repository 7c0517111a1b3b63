/** Path parameters: their rules and descriptions. */
import { isArtifactId } from "@skillmeat-deployments/core/model/artifact.ts";
import { isDeploymentId } from "@skillmeat-deployments/core/model/deployment.ts";
import { ProfileId, ProjectId, TenantId, Ulid } from "@skillmeat-deployments/core/values/strings.ts";
import type * as z from "zod";

const obeys = (schema: z.ZodType) => (id: string) => schema.safeParse(id).success;

/** What stands in a path: an id that breaks its rule names nothing, so it is 404 in the noun's own words. */
export const PARAMETERS: Record<string, { noun: string; description: string; allows: (id: string) => boolean }> = {
  project_id: { noun: "Project", description: "The project's id.", allows: obeys(ProjectId) },
  profile_id: { noun: "Deployment profile", description: "The profile's id in its project.", allows: obeys(ProfileId) },
  artifact_id: { noun: "Artifact", description: "`<type>:<name>`.", allows: isArtifactId },
  deployment_id: {
    noun: "Deployment",
    description: "`<profile_id>:<type>:<normalised name>`.",
    allows: isDeploymentId,
  },
  key_id: { noun: "API key", description: "The key's id.", allows: obeys(Ulid) },
  tenant_id: { noun: "Tenant", description: "The tenant's id.", allows: obeys(TenantId) },
  platform: { noun: "Platform", description: "The catalogue key.", allows: () => true },
  type: { noun: "Event type", description: "An event's `type`.", allows: () => true },
};
