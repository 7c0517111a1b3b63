/** The names of the resources in error texts and in the API reference. */
export const LABELS = {
  project: "Project",
  profile: "Deployment profile",
  artifact: "Artifact",
  deployment: "Deployment",
  observation: "Observation",
  apiKey: "API key",
  tenant: "Tenant",
  webhook: "Webhook",
  delivery: "Delivery",
} as const;
