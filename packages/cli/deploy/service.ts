/** What a command reads from the service: profiles, the catalogue, plans. */
import {
  type Client,
  type DeploymentProfile,
  type PlanCollision,
  type PlanEntry,
  type PlanRequestArtifact,
  type PlatformEntry,
  ProblemError,
} from "@skillmeat-deployments/client";
import { CommandError } from "../fail.ts";

type Planned = { type: string; name: string; content_hash?: string };
export type Plan = { readonly entries: PlanEntry[]; readonly collisions: PlanCollision[] };

/** The profiles of a project that a command is about. */
export type ProfileChoice = { readonly ids: readonly string[]; readonly withUser: boolean };

/**
 * Reads the profiles.
 * @param ids only these; none: all. Those of the user's home only `withUser`
 * @throws CommandError if one of them does not exist
 */
export async function readProfiles(
  client: Client,
  project_id: string,
  { ids, withUser }: ProfileChoice,
): Promise<{ readonly chosen: DeploymentProfile[]; readonly all: DeploymentProfile[] }> {
  const all: DeploymentProfile[] = [];
  for await (const profile of client.listProfiles({ project_id, limit: 100 })) all.push(profile);
  const missing = ids.find((id) => !all.some(({ profile_id }) => profile_id === id));
  if (missing !== undefined) {
    const names = all.map(({ profile_id }) => profile_id).join(", ") || "none";
    throw new CommandError("no-profile", `The project has no profile '${missing}'. Its profiles: ${names}.`);
  }
  const named = all.filter(({ profile_id }) => ids.length === 0 || ids.includes(profile_id));
  const inHome = named.filter(({ scope }) => scope === "user");
  if (ids.length > 0 && inHome.length > 0 && !withUser)
    throw new CommandError(
      "usage",
      `Profile '${inHome[0]?.profile_id}' is of the user's home. Add --user to write there.`,
    );
  return { chosen: named.filter(({ scope }) => withUser || scope !== "user"), all };
}

/**
 * Reads the catalogue's entries of platforms, by platform.
 * @param skipsUnknown leaves out those that the catalogue does not have: records keep what was imported
 */
export async function readPlatforms(
  client: Client,
  platforms: readonly string[],
  { skipsUnknown = false } = {},
): Promise<Map<string, PlatformEntry>> {
  const names = [...new Set(platforms)];
  const entries = await inParallel(names, async (platform) => {
    try {
      return [[platform, (await client.readPlatform({ platform })).data] as const];
    } catch (error) {
      if (skipsUnknown && error instanceof ProblemError && error.status === 404) return [];
      throw error;
    }
  });
  return new Map(entries.flat());
}

/** The entries of one request: an answer of them stays below the limit of 5 MB, and a request below that of 2,000 artifacts. */
const MAX_ENTRIES = 5_000;
const MAX_ARTIFACTS = 1_000;
const MAX_PROFILES = 64;

/** Plans artifacts for profiles, in as many requests as are needed. */
export async function planAll(
  client: Client,
  project_id: string,
  artifacts: readonly Planned[],
  profile_ids: readonly string[],
): Promise<Plan> {
  const plans: Plan[] = [];
  for (const ids of chunks(profile_ids, MAX_PROFILES)) {
    const size = Math.min(MAX_ARTIFACTS, Math.floor(MAX_ENTRIES / ids.length));
    for (const some of chunks(artifacts, size)) {
      // Safe cast: the service refuses types that it does not know.
      const body = { artifacts: some as PlanRequestArtifact[], profile_ids: ids };
      plans.push((await client.planDeployments({ project_id, body })).data);
    }
  }
  return { entries: plans.flatMap(({ entries }) => entries), collisions: plans.flatMap((plan) => plan.collisions) };
}

/** Splits a list into lists of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const all: T[][] = [];
  for (let i = 0; i < items.length; i += size) all.push(items.slice(i, i + size));
  return all;
}

const AT_ONCE = 8;

/** Works on each item, on a few at once. The results are in the order of the items. After an error nothing more is begun. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const worker = async () => {
    try {
      for (let i = next++; i < items.length && errors.length === 0; i = next++) results[i] = await work(items[i] as T);
    } catch (error) {
      errors.push(error);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}
