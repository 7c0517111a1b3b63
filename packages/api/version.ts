/** The name, version and links of the service. A test compares the version with package.json. */
export const SERVICE = {
  name: "SkillMeat Deployments",
  version: "0.1.0",
  links: {
    openapi: "/openapi.json",
    docs: "/docs",
    platforms: "/platforms",
    projects: "/projects",
    artifacts: "/artifacts",
    events: "/events",
    me: "/me",
  },
};
