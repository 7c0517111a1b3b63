/** What a test does with a project: creates it with profiles, imports, records and plans. Every call must succeed. */
import type { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import type { Plan, PlanEntry } from "@skillmeat-deployments/core/reports/plan.schema.ts";
import type { ImportResult } from "@skillmeat-deployments/core/tracker/import.schema.ts";
import type { Reply, Service } from "./service.ts";

export type TestProject = {
  /** The path of the project. */
  readonly at: string;
  /** Records a deployment. */
  record(body: object): Promise<Deployment>;
  /** Reads a record. */
  read(deploymentId: string): Promise<Deployment>;
  /** Imports a tracker. @param query with its question mark */
  load(text: string, query?: string): Promise<ImportResult>;
  /** The whole tracker of the project. */
  exported(): Promise<string>;
  /** Plans. Without a body: the whole project. */
  plan(body?: object): Promise<Plan>;
};

/** A profile: the preset of a platform under the platform's name, or the body of the request. */
type ProfileSpec = string | ({ profile_id: string } & Record<string, unknown>);

/** Creates a project with profiles. */
export async function createProject(
  { call }: Pick<Service, "call">,
  id: string,
  profiles: readonly ProfileSpec[] = [],
): Promise<TestProject> {
  const at = `/projects/${id}`;
  const succeed = (reply: Reply): Reply => {
    if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
    return reply;
  };
  const post = async (path: string, body: object) => succeed(await call("POST", path, { body }));
  await post("/projects", { project_id: id });
  for (const profile of profiles) {
    await post(`${at}/profiles`, typeof profile === "string" ? { profile_id: profile, platform: profile } : profile);
  }
  return {
    at,
    record: async (body) => (await post(`${at}/deployments`, body)).json as Deployment,
    read: async (deploymentId) =>
      succeed(await call("GET", `${at}/deployments/${encodeURIComponent(deploymentId)}`)).json as Deployment,
    load: async (text, query = "") => {
      const headers = { "content-type": "application/toml" };
      return succeed(await call("POST", `${at}/deployments/import${query}`, { text, headers })).json as ImportResult;
    },
    exported: async () =>
      succeed(await call("GET", `${at}/deployments`, { headers: { accept: "application/toml" } })).text,
    plan: async (body = {}) => (await post(`${at}/plan`, body)).json as Plan,
  };
}

/** The place of an entry: its path, after `→` the place in a shared file, or the reason why it is skipped. */
export function placeOf({ path, kind, key, entry, reason }: PlanEntry): string {
  if (reason !== null) return reason;
  if (kind === "block") return `${path} → block`;
  const member = typeof key === "string" ? key : key?.length === 0 ? "(root)" : JSON.stringify(key);
  return kind === "merge" ? `${path} → ${member} ${entry}` : String(path);
}

/** The places of a plan's entries, by profile id. */
export const placesOf = ({ entries }: Plan): Record<string, string> =>
  Object.fromEntries(entries.map((entry) => [entry.profile_id, placeOf(entry)]));

/** The collisions of a plan as text: `also_reads .claude/skills/x/SKILL.md: claude_code skill x, cursor skill x`. */
export const collisionsOf = ({ collisions }: Plan): string[] =>
  collisions.map(({ kind, path, entries }) => {
    const names = entries.map(({ profile_id, artifact }) => `${profile_id} ${artifact.type} ${artifact.name}`);
    return `${kind} ${path}: ${names.join(", ")}`;
  });
