/** Scopes: the permissions of a credential. */
const RESOURCES = ["projects", "profiles", "artifacts", "deployments", "events", "webhooks", "keys"] as const;

export const SCOPES = RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const);
