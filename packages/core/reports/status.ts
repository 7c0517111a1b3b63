/** The status of a project's deployments: which are modified, which outdated, by profile and by platform. */
import * as z from "zod";
import { PRIMARY } from "../catalogue/platform.ts";
import type { Ctx } from "../context.ts";
import { artifacts } from "../model/artifact.ts";
import { type Deployment, deployments } from "../model/deployment.ts";
import { profiles } from "../model/profile.ts";
import { projectRow } from "../model/project.ts";
import { isLive } from "../resource/change.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { normalisedName } from "../values/strings.ts";

/** How many records, and how many artifacts of their types, are looked at; and how many records are told one by one. */
export const STATUS_RECORDS = 10_000;
export const STATUS_LISTED = 1_000;

const State = z.enum(["synced", "modified", "outdated"]).meta({
  description:
    "`modified`: it has local modifications. Else `outdated`: an artifact of its type and name has another hash. Else `synced`.",
});
type State = z.infer<typeof State>;

const Counts = z
  .object({ total: z.int(), synced: z.int(), modified: z.int(), outdated: z.int() })
  .meta({ id: "StatusCounts" });
type Counts = z.infer<typeof Counts>;

const truncated = z.literal(true).optional().meta({ description: "There is more than is told here." });

export const Status = z
  .object({
    counts: Counts,
    platforms: z
      .record(z.string(), Counts)
      .meta({ description: "By platform; records without one are `claude_code`'s." }),
    profiles: z.array(
      z.object({
        profile_id: z.string(),
        platform: z.string(),
        exists: z.boolean().meta({ description: "Whether the profile is still there." }),
        counts: Counts,
        deployments: z.array(z.object({ deployment_id: z.string(), status: State })),
        truncated,
      }),
    ),
    truncated,
  })
  .meta({ id: "ProjectStatus" });
export type Status = z.infer<typeof Status>;
type ProfileStatus = Status["profiles"][number];

/** @throws 404 */
export async function projectStatus(ctx: Ctx, projectId: string): Promise<Status> {
  const parent = (await projectRow(ctx, projectId)).uid;
  const of = keys.projectPartition(ctx.tenant, projectId);
  const all = <T>(pk: string, prefix: string, read: (row: ResourceRow) => T, parent?: string) =>
    readAll(ctx, { rows: STATUS_RECORDS }, { pk, prefix }, (row: Row) => (isLive(row, parent) ? read(row) : undefined));
  const [profilePage, records] = await Promise.all([
    all(of, PREFIX.profile, profiles.fromRow, parent),
    all(of, PREFIX.deployment, deployments.fromRow, parent),
  ]);
  const types = ArtifactType.options.filter((type) => records.items.some((r) => r.artifact_type === type));
  const artifactPages = await Promise.all(
    types.map((type) => all(keys.tenantPartition(ctx.tenant), `${PREFIX.artifact}${type}:`, artifacts.fromRow)),
  );
  const hashes = new Map<string, string[]>();
  for (const { type, name, content_hash } of artifactPages.flatMap((page) => page.items)) {
    if (content_hash === null) continue;
    const id = nameOf(type, name);
    hashes.set(id, [...(hashes.get(id) ?? []), content_hash]);
  }
  const cut = records.truncated || profilePage.truncated || artifactPages.some((page) => page.truncated);
  const status = statusOf(profilePage.items, records.items, (record) => stateOf(record, hashes));
  return cut ? { ...status, truncated: true } : status;
}

const nameOf = (type: string, name: string) => `${type}:${normalisedName(name)}`;

function stateOf(record: Deployment, hashes: ReadonlyMap<string, readonly string[]>): State {
  if (record.local_modifications) return "modified";
  const deployed = record.collection_sha || record.content_hash;
  const current = hashes.get(nameOf(record.artifact_type, record.artifact_name)) ?? [];
  return current.some((hash) => hash !== deployed) ? "outdated" : "synced";
}

/** Pure: the records by profile and by platform. Those of before profiles are the primary platform's. */
export function statusOf(
  profiles: readonly { profile_id: string; platform: string }[],
  records: readonly Deployment[],
  stateOf: (record: Deployment) => State,
): Status {
  const byProfile = new Map<string, ProfileStatus>();
  const add = (profile_id: string, platform: string, exists: boolean) => {
    const known = byProfile.get(profile_id);
    if (known) return known;
    const made: ProfileStatus = { profile_id, platform, exists, counts: none(), deployments: [] };
    byProfile.set(profile_id, made);
    return made;
  };
  for (const { profile_id, platform } of profiles) add(profile_id, platform, true);
  const counts = none();
  const platforms: Record<string, Counts> = Object.create(null);
  let told = 0;
  for (const record of records) {
    const state = stateOf(record);
    const platform = record.platform ?? PRIMARY;
    const profile = add(record.deployment_profile_id ?? PRIMARY, platform, false);
    platforms[platform] ??= none();
    for (const count of [counts, profile.counts, platforms[platform]]) {
      count.total++;
      count[state]++;
    }
    if (told === STATUS_LISTED) profile.truncated = true;
    else {
      told++;
      profile.deployments.push({ deployment_id: record.deployment_id, status: state });
    }
  }
  const inOrder = (a: ProfileStatus, b: ProfileStatus) => (a.profile_id < b.profile_id ? -1 : 1);
  return { counts, platforms: { ...platforms }, profiles: [...byProfile.values()].sort(inOrder) };
}

const none = (): Counts => ({ total: 0, synced: 0, modified: 0, outdated: 0 });
