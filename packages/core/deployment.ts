/** Deployment records: what was deployed where. */
import * as z from "zod";
import { type Artifact, artifactKeys, registered, targets } from "./artifact.ts";
import { ArtifactType } from "./artifact-type.ts";
import type { Ctx, Page, Precondition, Versioned } from "./context.ts";
import { Fault, invalid } from "./fault.ts";
import { type Key, keys, PREFIX } from "./keys.ts";
import { upTo } from "./list.ts";
import { targetOf } from "./mapping.ts";
import {
  applyUpdate,
  deleted,
  deleteStamp,
  edit,
  firstStamp,
  fitsInItem,
  fromRow,
  isLive,
  type JsonObject,
  nextStamp,
  notFoundUnlessLive,
  noun,
  same,
  type Update,
  unchangedSince,
  withoutNulls,
  write,
} from "./noun.ts";
import { commit } from "./once.ts";
import { type Platform, PRIMARY, readPlatform } from "./platform.ts";
import { Profile, profileFromRow } from "./profile.ts";
import { liveProject, pageOfChildren, projectRow } from "./project.ts";
import type { NounRow, Stamp, Write } from "./table.ts";
import {
  escapedName,
  isEscapedName,
  Name,
  normalisedName,
  ProfileId,
  RelativePath,
  resolvedPathProblem,
  Text,
} from "./text.ts";

/** How many hashes `version_lineage` keeps, the newest. */
export const LINEAGE = 64;
/** The most profiles that `all_profiles` records in one transaction. */
export const ALL_PROFILES = 90;

const Hash = Text.min(1, "must not be empty");

export const Deployment = noun("Deployment", "Deployment", {
  identity: {
    deployment_id: z.string().meta({
      description: "`<profile_id>:<type>:<normalised name>`; a record without profile counts as `claude_code`.",
      example: "claude:skill:code-review",
      readOnly: true,
    }),
    artifact_name: Name.meta({ description: "The artifact's name.", example: "code-review" }),
    artifact_type: ArtifactType,
    deployment_profile_id: Text.nullable().meta({
      description: "The profile it was deployed with; null before profiles.",
    }),
  },
  writable: {
    from_collection: Text.meta({ description: "The collection it came from.", example: "default" }),
    deployed_at: Text.meta({ description: "When; a tracker's strings are kept as they came, with or without a zone." }),
    artifact_path: RelativePath.meta({
      description: "Relative to `profile_root_dir`, or to the project; a skill's is its folder.",
      example: "skills/code-review",
    }),
    artifact_path_base: z.enum(["root", "project"]).meta({ description: "What `artifact_path` is relative to." }),
    content_hash: Hash.meta({ description: "SHA-256 of what was deployed, as SkillMeat computes it." }),
    collection_sha: Text.meta({ description: "Hash of the collection's copy then; `content_hash` unless given." }),
    local_modifications: z.boolean().meta({ description: "Whether the deployed copy was edited since." }),
    version_lineage: z
      .array(Text)
      .max(LINEAGE, `must have at most ${LINEAGE} entries`)
      .meta({ description: "The hashes deployed here, oldest first; the newest 64 are kept." }),
    merge_base_snapshot: Text.nullable().meta({ description: "Hash of the common ancestor of a merge." }),
    modification_detected_at: Text.nullable().meta({ description: "When a local edit was first seen." }),
    parent_hash: Text.nullable().meta({ description: "Hash of the version before." }),
    last_modified_check: Text.nullable().meta({ description: "When it was last checked for local edits." }),
    artifact_uuid: Text.nullable().meta({ description: "The artifact's UUID in SkillMeat's collection." }),
  },
  readOnly: {
    platform: Text.nullable().meta({
      description: "Copied from the profile; null before profiles. An imported value that the catalogue lacks is kept.",
      readOnly: true,
    }),
    profile_root_dir: RelativePath.nullable().meta({
      description: "Copied from the profile; null before profiles.",
      readOnly: true,
    }),
    extra_toml: z.string().nullable().meta({
      description: "Keys of an imported row that this version does not know, as TOML; kept for the next export.",
      readOnly: true,
    }),
  },
});
export type Deployment = z.infer<typeof Deployment.read>;
type Fields = z.infer<typeof Deployment.writable>;

export const DeploymentCreate = z
  .strictObject({
    artifact_name: Deployment.read.shape.artifact_name,
    artifact_type: ArtifactType,
    ...Deployment.writable.partial().shape,
    content_hash: Hash.meta({ description: "SHA-256 of what was deployed." }),
    deployment_profile_id: ProfileId.nullable().optional().meta({
      description: "The profile it was deployed with; it must exist. Without one, a record as before profiles.",
    }),
    all_profiles: z
      .boolean()
      .optional()
      .meta({ description: `Record it for every profile that fits, atomically; at most ${ALL_PROFILES}.` }),
  })
  .meta({ id: "DeploymentCreate" });
export type DeploymentCreate = z.infer<typeof DeploymentCreate>;

/** Why a profile does not take an artifact. */
export const SkipCode = z.enum(["unsupported-artifact-type", "platform-mismatch"]);
export const RecordedEverywhere = z
  .object({
    recorded: z.array(Deployment.read),
    skipped: z.array(z.object({ profile_id: z.string(), code: SkipCode })),
  })
  .meta({ id: "RecordedEverywhere", description: "What `all_profiles` recorded, and the profiles that do not fit." });
export type RecordedEverywhere = z.infer<typeof RecordedEverywhere>;

export const deploymentId = (profileId: string | null | undefined, type: string, name: string) =>
  `${profileId ?? PRIMARY}:${type}:${escapedName(normalisedName(name))}`;

/** Could this be a deployment's id? Decides between looking it up and 404. */
export function isDeploymentId(id: string): boolean {
  const [profile = "", type = "", ...name] = id.split(":");
  const known = ProfileId.safeParse(profile).success && ArtifactType.safeParse(type).success;
  return known && isEscapedName(name.join(":"));
}

export const deploymentFromRow = (row: NounRow): Deployment =>
  fromRow(Deployment.read, { artifact_path_base: "root", ...row });

/** The attributes stored for a record: nulls and defaults are left out. */
export const deploymentAttributes = ({ created_at: _c, updated_at: _u, version: _v, ...fields }: Deployment) => {
  const { artifact_path_base, ...rest } = fields;
  return withoutNulls(artifact_path_base === "root" ? rest : fields);
};

/**
 * Why a profile does not take an artifact, if it does not.
 * @param artifact as it is registered: one that is not fits everywhere
 * @param placed whether somebody says where it goes: then the profile's map need not
 */
export function skipCode(
  profile: Profile,
  type: ArtifactType,
  artifact: Artifact | undefined,
  placed = false,
): z.infer<typeof SkipCode> | undefined {
  const takes = profile.supported_artifact_types;
  if (takes.length > 0 && !takes.includes(type)) return "unsupported-artifact-type";
  if (profile.artifact_path_map[type] === undefined && !placed) return "unsupported-artifact-type";
  return artifact && !targets(artifact, profile.platform) ? "platform-mismatch" : undefined;
}

/** Where an artifact goes by a profile, or why the profile does not take it. */
type Fit = { path: string; base: "root" | "project" } | { code: z.infer<typeof SkipCode>; detail: string };

function fit(profile: Profile, input: DeploymentCreate, artifact: Artifact | undefined): Fit {
  const { artifact_type: type } = input;
  const code = skipCode(profile, type, artifact, input.artifact_path !== undefined);
  if (code === "unsupported-artifact-type") {
    return { code, detail: `Deployment profile '${profile.profile_id}' does not take artifacts of type '${type}'` };
  }
  if (code) {
    const detail = `Artifact '${artifact?.artifact_id}' does not target platform '${profile.platform}' of deployment profile '${profile.profile_id}'`;
    return { code, detail };
  }
  const mapping = profile.artifact_path_map[type];
  if (input.artifact_path !== undefined) return { path: input.artifact_path, base: input.artifact_path_base ?? "root" };
  return resolved(mapping as NonNullable<typeof mapping>, input);
}

/** A path resolved from a map; a name that would leave its directory is the caller's error. */
function resolved(
  mapping: Parameters<typeof targetOf>[0],
  input: { artifact_type: ArtifactType; artifact_name: string },
) {
  const target = targetOf(mapping, input.artifact_type, normalisedName(input.artifact_name));
  const problem = resolvedPathProblem(target.path);
  if (problem)
    throw invalid({ pointer: "/artifact_name", detail: `the path it resolves to, '${target.path}', ${problem}` });
  return target;
}

/** Where a record without profile lies: in the primary platform's folders. */
function legacyPlace(input: {
  artifact_type: ArtifactType;
  artifact_name: string;
  artifact_path?: string | undefined;
  artifact_path_base?: "root" | "project" | undefined;
}): Fit {
  if (input.artifact_path !== undefined) return { path: input.artifact_path, base: input.artifact_path_base ?? "root" };
  const mapping = readPlatform(PRIMARY).artifact_path_map[input.artifact_type];
  if (mapping === undefined) {
    const detail = `artifact_path is required: platform '${PRIMARY}' has no folder for type '${input.artifact_type}'`;
    return { code: "unsupported-artifact-type", detail };
  }
  return resolved(mapping, input);
}

type Placed = { artifact_path: string; artifact_path_base: "root" | "project" };
type Owner = Pick<Deployment, "deployment_profile_id" | "platform" | "profile_root_dir">;

/** A record's attributes after recording a deployment on it, or undefined where that says nothing new. */
function recorded(
  ctx: Ctx,
  id: string,
  input: DeploymentCreate,
  owner: Owner,
  place: Placed,
  live: NounRow | undefined,
): JsonObject | undefined {
  const { all_profiles: _a, deployment_profile_id: _p, ...given } = input;
  if (!live) return deploymentAttributes({ ...blank(ctx, id, input), ...given, ...owner, ...place });
  const current = deploymentFromRow(live);
  const moved = input.content_hash !== current.content_hash;
  // Recorded without a profile, a record keeps what it knows of one.
  const withProfile = owner.deployment_profile_id !== null;
  const next: Deployment = {
    ...current,
    // What is deployed is the collection's copy again, unless the caller says otherwise.
    local_modifications: false,
    modification_detected_at: null,
    collection_sha: input.content_hash,
    ...given,
    artifact_path_base: current.artifact_path_base,
    ...(withProfile ? owner : {}),
    ...(withProfile || input.artifact_path !== undefined ? place : {}),
    version_lineage:
      input.version_lineage ?? (moved ? lineage(current.version_lineage, input.content_hash) : current.version_lineage),
  };
  if (same(next, current)) return undefined;
  if (input.deployed_at === undefined) next.deployed_at = ctx.now().toISOString();
  return deploymentAttributes(next);
}

const lineage = (hashes: readonly string[], hash: string) => [...hashes, hash].slice(-LINEAGE);

/** A record's defaults (contract, section 2). */
export function blank(
  ctx: Ctx,
  deployment_id: string,
  input: Pick<Deployment, "artifact_name" | "artifact_type" | "content_hash">,
): Omit<Deployment, "artifact_path" | "artifact_path_base"> {
  return {
    deployment_id,
    artifact_name: input.artifact_name,
    artifact_type: input.artifact_type,
    deployment_profile_id: null,
    from_collection: "default",
    deployed_at: ctx.now().toISOString(),
    content_hash: input.content_hash,
    collection_sha: input.content_hash,
    local_modifications: false,
    version_lineage: [input.content_hash],
    merge_base_snapshot: null,
    modification_detected_at: null,
    parent_hash: null,
    last_modified_check: null,
    artifact_uuid: null,
    platform: null,
    profile_root_dir: null,
    extra_toml: null,
    created_at: "",
    updated_at: "",
    version: 1,
  };
}

const LEGACY: Owner = { deployment_profile_id: null, platform: null, profile_root_dir: null };
const ownerOf = (profile: Profile): Owner => ({
  deployment_profile_id: profile.profile_id,
  platform: profile.platform,
  profile_root_dir: profile.root_dir,
});

const LABEL = Deployment.label;
/**
 * Records one deployment: with a profile, or without as before profiles.
 * @returns `created`: false where the identity was recorded before
 * @throws 404 where project or profile is not there; 422 where profile or artifact does not fit
 */
export async function recordDeployment(
  ctx: Ctx,
  projectId: string,
  input: DeploymentCreate,
): Promise<Versioned<Deployment> & { created: boolean }> {
  checkPlace(input);
  const profileId = input.deployment_profile_id ?? undefined;
  const id = deploymentId(profileId, input.artifact_type, input.artifact_name);
  const key = keys.deployment(ctx.tenant, projectId, id);
  const wanted = [keys.project(ctx.tenant, projectId), key];
  if (profileId)
    wanted.push(
      keys.profile(ctx.tenant, projectId, profileId),
      ...artifactKeys(ctx, input.artifact_type, input.artifact_name),
    );
  const [project, existing, profileRow, ...artifactRows] = await ctx.table.getMany(wanted);
  const parent = liveProject(project, projectId).uid;

  let place: Fit;
  let owner = LEGACY;
  if (profileId) {
    const profile = profileFromRow(notFoundUnlessLive(profileRow, Profile.label, profileId, parent));
    owner = ownerOf(profile);
    place = fit(profile, input, registered(artifactRows));
  } else {
    place = legacyPlace(input);
  }
  if ("code" in place) {
    const pointer = place.code === "platform-mismatch" ? "/artifact_name" : "/artifact_type";
    throw new Fault(place.code, place.detail, { errors: [{ pointer, detail: place.detail }] });
  }
  const placed = { artifact_path: place.path, artifact_path_base: place.base };
  const result = (row: NounRow, before: NounRow | undefined) => ({
    value: deploymentFromRow(row),
    change: row.change,
    created: before === undefined,
  });
  const { row, before } = await write(
    ctx,
    { label: LABEL, id, key, parent, row: existing },
    (live) => recorded(ctx, id, input, owner, placed, live),
    result,
  );
  return result(row, before);
}

/** A base without a path says nothing: the map would decide both. */
function checkPlace(input: DeploymentCreate) {
  if (input.artifact_path_base !== undefined && input.artifact_path === undefined) {
    throw invalid({ pointer: "/artifact_path_base", detail: "artifact_path_base needs artifact_path beside it" });
  }
}

/**
 * Records a deployment for every profile that fits, all or none.
 * @throws 413 where the records are too much for one transaction; 422 over 90 profiles, or with a profile id as well
 */
export async function recordEverywhere(
  ctx: Ctx,
  projectId: string,
  input: DeploymentCreate,
): Promise<RecordedEverywhere & { created: boolean }> {
  checkPlace(input);
  if (input.deployment_profile_id !== undefined && input.deployment_profile_id !== null) {
    const detail = "deployment_profile_id cannot be set when all_profiles is true";
    throw invalid({ pointer: "/deployment_profile_id", detail });
  }
  const [project, ...artifactRows] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...artifactKeys(ctx, input.artifact_type, input.artifact_name),
  ]);
  const parent = liveProject(project, projectId).uid;
  const skipped: RecordedEverywhere["skipped"] = [];
  const fitting: { id: string; key: Key; input: DeploymentCreate; owner: Owner; place: Placed; first: Stamp }[] = [];
  for (const profile of await allProfiles(ctx, projectId, parent)) {
    const { profile_id } = profile;
    const place = fit(profile, input, registered(artifactRows));
    if ("code" in place) {
      skipped.push({ profile_id, code: place.code });
      continue;
    }
    const id = deploymentId(profile_id, input.artifact_type, input.artifact_name);
    fitting.push({
      id,
      key: keys.deployment(ctx.tenant, projectId, id),
      input: { ...input, deployment_profile_id: profile_id },
      owner: ownerOf(profile),
      place: { artifact_path: place.path, artifact_path_base: place.base },
      first: firstStamp(ctx, parent),
    });
  }
  for (let attempt = 0; attempt < TRANSACTION_ATTEMPTS; attempt++) {
    const found = await ctx.table.getMany(fitting.map((f) => f.key));
    const plans = fitting.map((f, i) => {
      const row = found[i];
      const before = isLive(row, parent) ? row : undefined;
      const attributes = recorded(ctx, f.id, f.input, f.owner, f.place, before);
      const stamp = before ? nextStamp(ctx, before, f.first.change) : f.first;
      return { before, next: attributes && { ...attributes, ...f.key, ...stamp } };
    });
    const writes = plans.flatMap(({ next, before }): Write[] =>
      next ? [{ put: next, when: unchangedSince(before, parent) }] : [],
    );
    fitsInTransaction(writes);
    const values = plans.map(({ next, before }) => deploymentFromRow((next ?? before) as NounRow));
    const result = { recorded: values, skipped, created: plans.some((p) => p.before === undefined) };
    const committed = await commit(ctx, writes, result);
    if (committed.done) return result;
  }
  throw new Fault("unavailable", "The records are being changed by many writers; try again", { retryAfter: 1 });
}

/** How often all of it is read and tried again when another writer changed one of the records. */
const TRANSACTION_ATTEMPTS = 20;
/** A transaction takes 4 MB (DynamoDB); items are measured as JSON, which is a little more than they are. */
const TRANSACTION_BYTES = 3_800_000;

function fitsInTransaction(writes: readonly Write[]) {
  let bytes = 0;
  for (const one of writes) {
    if (!("put" in one)) continue;
    fitsInItem(one.put);
    bytes += Buffer.byteLength(JSON.stringify(one.put));
  }
  if (bytes > TRANSACTION_BYTES) {
    throw new Fault("too-large", "The records together are too large to be written at once; record them one by one");
  }
}

/** The project's live profiles. @throws 422 where there are more than `all_profiles` takes */
export async function allProfiles(
  ctx: Ctx,
  projectId: string,
  parent: string,
  pointer = "/all_profiles",
): Promise<Profile[]> {
  const span = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.profile };
  const { items } = await upTo(ctx, { items: ALL_PROFILES + 1 }, span, (row) =>
    isLive(row, parent) ? profileFromRow(row) : undefined,
  );
  if (items.length > ALL_PROFILES) {
    const detail = `the project has more than ${ALL_PROFILES} profiles; name those that are meant`;
    throw invalid({ pointer, detail });
  }
  return items;
}

export async function readDeployment(ctx: Ctx, projectId: string, id: string): Promise<Versioned<Deployment>> {
  const { row, parent } = await rows(ctx, projectId, id);
  const found = notFoundUnlessLive(row, LABEL, id, parent);
  return { value: deploymentFromRow(found), change: found.change };
}

async function rows(ctx: Ctx, projectId: string, id: string) {
  const key = keys.deployment(ctx.tenant, projectId, id);
  const [project, row] = await ctx.table.getMany([keys.project(ctx.tenant, projectId), key]);
  return { key, row, parent: liveProject(project, projectId).uid };
}

export type DeploymentFilter = {
  profile_id: string | undefined;
  platform: Platform | undefined;
  artifact_type: ArtifactType | undefined;
};

/** Legacy records count as `claude_code`, in their identity and in both filters. */
export async function listDeployments(
  ctx: Ctx,
  projectId: string,
  { profile_id, platform, artifact_type, ...page }: DeploymentFilter & { limit: number; after: string | undefined },
): Promise<Page<Deployment>> {
  const narrow = profile_id && `${profile_id}:${artifact_type ? `${artifact_type}:` : ""}`;
  const span = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.deployment, narrow, ...page };
  return pageOfChildren(ctx, projectId, span, (row) => {
    const record = deploymentFromRow(row);
    if (artifact_type && record.artifact_type !== artifact_type) return undefined;
    if (platform && (record.platform ?? PRIMARY) !== platform) return undefined;
    return record;
  });
}

export async function updateDeployment(
  ctx: Ctx,
  projectId: string,
  id: string,
  update: Update,
  ifMatch: Precondition,
): Promise<Versioned<Deployment>> {
  return edit(ctx, {
    label: LABEL,
    id,
    ...(await rows(ctx, projectId, id)),
    ifMatch,
    read: deploymentFromRow,
    change: (record) => {
      const { deployment_id, artifact_name, artifact_type, deployment_profile_id } = record;
      const current = writableOf(record);
      const next = applyUpdate(
        Deployment,
        current,
        { deployment_id, artifact_name, artifact_type, deployment_profile_id },
        update,
      );
      if (next.content_hash !== current.content_hash && same(next.version_lineage, current.version_lineage)) {
        next.version_lineage = lineage(current.version_lineage, next.content_hash);
      }
      return same(next, current) ? undefined : deploymentAttributes({ ...record, ...next });
    },
  });
}

const writableOf = (record: Deployment): Fields =>
  Object.fromEntries(Object.keys(Deployment.writable.shape).map((k) => [k, record[k as keyof Fields]])) as Fields;

export async function deleteDeployment(ctx: Ctx, projectId: string, id: string, ifMatch: Precondition): Promise<void> {
  const { uid: parent } = await projectRow(ctx, projectId);
  const key = keys.deployment(ctx.tenant, projectId, id);
  const result = await ctx.table.mark(key, deleteStamp(ctx), { is: "live", changes: ifMatch, parent });
  deleted(result, LABEL, id, parent);
}
