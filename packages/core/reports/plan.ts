/** Computes a plan: where each artifact would go with each profile of a project. */
import { knownPlatform } from "../catalogue/infer/infer-profile.ts";
import type { Location } from "../catalogue/mapping.ts";
import { PRIMARY } from "../catalogue/primary.ts";
import type { Ctx } from "../context.ts";
import { type FieldError, invalid, invalidAll } from "../fault.ts";
import type { Artifact } from "../model/artifact.schema.ts";
import { artifactIdentity } from "../model/artifact.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { rootOfRecord } from "../model/deployments/deployment.ts";
import { nameOnDisk } from "../model/placement.ts";
import type { Profile } from "../model/profile.schema.ts";
import { scopeDirOf } from "../model/scope-dir.ts";
import { withCommas } from "../values/number.ts";
import { collisionsOf, isShared, type Reader, type Writer } from "./collisions.ts";
import type { Plan, PlanEntry, PlanRequest } from "./plan.schema.ts";
import {
  idOf,
  MAX_ROWS,
  type Registered,
  readProject,
  recordsOf,
  registeredArtifacts,
  type Wanted,
} from "./plan-data.ts";
import { MAX_PLANNED } from "./plan-terms.ts";
import { type Placing, placeOfRecord, planEntry, recordedLocation } from "./planned-entry.ts";

/**
 * Plans a deployment: where each artifact would go with each profile, and which of them would collide, with each other or
 * with existing records. An artifact that is recorded stays where its record says. Writes nothing.
 * @throws 404 if the project or a named profile does not exist
 * @throws 422 if an artifact or a profile is named twice, or if a limit is passed
 */
export async function planDeployments(ctx: Ctx, projectId: string, request: PlanRequest): Promise<Plan> {
  assertNoDuplicates(request);
  const project = await readProject(ctx, projectId, request.profile_ids);
  if (request.artifacts === undefined && project.hasMoreRecords) throw tooManyRecords();
  const wanted = request.artifacts ?? recordedArtifacts(project.records);
  const planned = request.profile_ids ? project.named : project.profiles;
  if (request.profile_ids === undefined && project.hasMoreProfiles) throw tooManyProfiles();
  assertLimits(wanted.length, planned.length);
  const records = await recordsOf(ctx, projectId, project, wanted, planned);
  const owners = new Map([...project.profiles, ...project.named].map((profile) => [profile.profile_id, profile]));
  // The entries of shared files are named after the artifacts on disk, which only the artifacts tell.
  const inSharedFiles = [...records.values()].filter((record) => isShared(writerOf(record, owners, undefined)));
  const registered = await registeredArtifacts(ctx, [...wanted, ...inSharedFiles.map(artifactOf)]);
  const complete = planOf(planned, wanted, records, owners, registered);
  const plan: Plan = project.hasMoreRecords ? { ...complete, truncated: true } : complete;
  const bytes = Buffer.byteLength(JSON.stringify(plan));
  if (bytes > MAX_PLANNED.bytes) {
    throw tooLarge(
      `the plan would have ${withCommas(bytes)} bytes; at most ${withCommas(MAX_PLANNED.bytes)} are possible`,
    );
  }
  return plan;
}

function assertNoDuplicates({ artifacts = [], profile_ids = [] }: PlanRequest): void {
  const seen = new Map<string, string>();
  const errors: FieldError[] = [];
  const check = (pointer: string, id: string) => {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, pointer);
    else errors.push({ pointer, detail: `${id} is named twice, first at ${first}` });
  };
  for (const [i, { type, name }] of artifacts.entries()) check(`/artifacts/${i}`, `artifact ${type}:${name}`);
  for (const [i, id] of profile_ids.entries()) check(`/profile_ids/${i}`, `profile ${id}`);
  if (errors.length > 0) throw invalidAll(errors);
}

const tooLarge = (detail: string) =>
  invalid({ pointer: "/artifacts", detail: `${detail}: name fewer artifacts or profiles` });

const tooManyRecords = () =>
  invalid({
    pointer: "/artifacts",
    detail: `the project has more than ${withCommas(MAX_ROWS.records)} records; name the artifacts in the request`,
  });

const tooManyProfiles = () =>
  invalid({
    pointer: "/profile_ids",
    detail: `the project has more than ${withCommas(MAX_ROWS.profiles)} profiles; name the profiles in the request`,
  });

function assertLimits(artifacts: number, planned: number): void {
  if (artifacts > MAX_PLANNED.artifacts) {
    throw tooLarge(
      `the project has records of ${withCommas(artifacts)} artifacts; at most ${withCommas(MAX_PLANNED.artifacts)} can be planned`,
    );
  }
  if (artifacts * planned > MAX_PLANNED.entries) {
    throw tooLarge(
      `the plan would have ${withCommas(artifacts * planned)} entries; at most ${withCommas(MAX_PLANNED.entries)} are possible`,
    );
  }
}

/** Returns the artifacts of all records, once each, ordered by type and name. */
function recordedArtifacts(records: ReadonlyMap<string, Deployment>): Wanted[] {
  const found = new Map<string, Wanted>();
  for (const { artifact_type: type, artifact_name: name } of records.values()) {
    const id = artifactIdentity({ type, name });
    if (!found.has(id)) found.set(id, { type, name });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, wanted]) => wanted);
}

const artifactOf = ({ artifact_type: type, artifact_name: name }: Deployment): Wanted => ({ type, name });

/** Computes a plan from data that was read. Pure. @param owners all profiles, by id */
function planOf(
  planned: readonly Profile[],
  wanted: readonly Wanted[],
  records: ReadonlyMap<string, Deployment>,
  owners: ReadonlyMap<string, Profile>,
  registeredOf: Registered,
): Plan {
  const others = new Map(records);
  const writers: Writer[] = [];
  const entries: PlanEntry[] = [];
  for (const { type, name, content_hash } of wanted) {
    const artifact = { type, name };
    const registered = registeredOf(artifact);
    for (const profile of planned) {
      const id = idOf(profile, artifact);
      const entry = planEntry(profile, { artifact, content_hash, registered }, records.get(id));
      entries.push(entry);
      if (entry.action === "skip") continue;
      others.delete(id);
      // Safe cast: an entry that is not skipped has a location.
      const { path, kind, key } = entry as PlanEntry & Location;
      const owner = { profile_id: profile.profile_id, reader: profile };
      writers.push({
        ...owner,
        artifact,
        path,
        kind,
        key,
        name: nameOnDisk(name, registered),
        registered,
        isPlanned: true,
      });
    }
  }
  const isPlanned = new Set(wanted.map(artifactIdentity));
  for (const record of others.values()) {
    const artifact = artifactOf(record);
    const registered = registeredOf(artifact);
    const writer = writerOf(record, owners, registered);
    // What leaks is told of the artifacts of the plan alone.
    writers.push(isPlanned.has(artifactIdentity(artifact)) ? writer : { ...writer, registered: undefined });
  }
  return { entries, collisions: collisionsOf(writers, [...owners.values()]) };
}

/** Returns an existing record as a writer of its location. */
function writerOf(record: Deployment, owners: ReadonlyMap<string, Profile>, registered: Artifact | undefined): Writer {
  const profile_id = record.deployment_profile_id ?? PRIMARY;
  const owner = owners.get(profile_id) ?? formerOwner(record, profile_id);
  const place = placeOfRecord(record, owner);
  const name = nameOnDisk(record.artifact_name, registered);
  const { path, kind, key } = recordedLocation(owner, record, place, name);
  return {
    profile_id,
    artifact: { type: record.artifact_type, name: record.artifact_name },
    path,
    kind,
    key,
    name,
    registered,
    reader: owner,
    isPlanned: false,
  };
}

/** Returns what a record tells of a profile that does not exist. A platform that is not known is `other`. */
function formerOwner(record: Deployment, profile_id: string): Reader & Placing {
  const platform = knownPlatform(record.platform ?? PRIMARY) ?? "other";
  const root_dir = rootOfRecord(record, undefined);
  return {
    profile_id,
    platform,
    scope: "project",
    scope_dir: scopeDirOf(platform, root_dir),
    root_dir,
    artifact_path_map: {},
  };
}
