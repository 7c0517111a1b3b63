/** What the service says of itself; a test holds the version to package.json's. */
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
