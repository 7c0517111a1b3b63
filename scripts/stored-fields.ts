/** The fields of stored rows, as packages/core/model/stored-fields.json has them. */
import { ApiKey } from "@skillmeat-deployments/core/model/access/api-key.schema.ts";
import { Tenant } from "@skillmeat-deployments/core/model/access/tenant.schema.ts";
import { Artifact } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import { Observation } from "@skillmeat-deployments/core/model/observations/observation.schema.ts";
import { Profile } from "@skillmeat-deployments/core/model/profile.schema.ts";
import { Project } from "@skillmeat-deployments/core/model/project.schema.ts";
import { Webhook } from "@skillmeat-deployments/core/model/webhooks/webhook.schema.ts";
import { kindsOf } from "@skillmeat-deployments/core/resource/kind.schema.ts";

/** The read shape of each stored resource. */
const STORED = [Project.read, Profile.read, Artifact.read, Deployment.read, Observation, ApiKey, Tenant, Webhook.read];

/** Returns the kind of each field of each stored resource. */
export const storedFields = () =>
  Object.fromEntries(STORED.map((shape) => [shape.meta()?.id as string, kindsOf(shape.shape)]));
