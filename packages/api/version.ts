/** The name, version and links of the service. A test compares the version with package.json. */
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";

export const SERVICE = {
  name: "SkillMeat Deployments",
  version: "0.1.0",
  links: {
    openapi: PATHS.openApi,
    asyncapi: PATHS.asyncApi,
    docs: PATHS.docs,
    platforms: PATHS.platforms,
    projects: PATHS.projects,
    artifacts: PATHS.artifacts,
    events: PATHS.events,
    webhooks: PATHS.webhooks,
    me: PATHS.me,
  },
};
