/** Registers the artifacts of a lock file in the tenant. */
import type { WriteCtx } from "../context.ts";
import type { Artifact } from "../model/artifact.schema.ts";
import { artifactId, artifacts } from "../model/artifact.ts";
import { LABELS } from "../model/labels.ts";
import { outcomeOf, writePart } from "../model/parts.ts";
import { STORED } from "../model/stored-shapes.ts";
import { toStored } from "../resource/stored.ts";
import { previewRow } from "../resource/write.ts";
import { inParallel } from "../runtime/parallel.ts";
import { keys } from "../storage/keys.ts";
import { readMany } from "../storage/read-many.ts";
import type { ResourceRow } from "../storage/row.ts";
import { isEqual } from "../values/json.ts";
import { isLockHash } from "./hashes.ts";
import type { LockedArtifact } from "./lock-file.ts";

/** The number of artifacts that are written in parallel. */
const WRITERS = 16;

/**
 * What a lock file says of an artifact in all its places. `content_hash` is null where they were made from different things.
 * `isOwn`: it is the project's own.
 */
type Registration = Pick<LockedArtifact, "type" | "name" | "install_name" | "source"> & {
  content_hash: string | null;
  isOwn: boolean;
};

/** Returns the artifacts by id. Of one that comes from a repository in one place, the project's own does not count. */
export function registrations(locked: readonly LockedArtifact[]): Map<string, Registration> {
  const byId = new Map<string, Registration>();
  for (const { type, name, install_name, source, source_hash } of locked) {
    const id = artifactId(type, name);
    const earlier = byId.get(id);
    const isOwn = source_hash === null;
    if (earlier && isOwn) continue;
    const isSame = !earlier || earlier.isOwn || earlier.content_hash === source_hash;
    const install = install_name === undefined ? {} : { install_name };
    byId.set(id, { type, name, ...install, source, content_hash: isSame ? source_hash : null, isOwn });
  }
  return byId;
}

/** How many artifacts are new, changed, and as they were. */
type Counts = { created: number; updated: number; unchanged: number };

/** Registers artifacts: creates them, or updates their source and their hash. Each is committed on its own. */
export async function registerArtifacts(
  ctx: WriteCtx,
  byId: ReadonlyMap<string, Registration>,
  { dry_run }: { dry_run?: boolean | undefined },
): Promise<Counts> {
  const keyOf = (id: string) => keys.artifact(ctx.tenant, id);
  const rowOf = await readMany(ctx, [...byId.keys()].map(keyOf));
  const counts: Counts = { created: 0, updated: 0, unchanged: 0 };
  await inParallel(WRITERS, [...byId], async ([id, registration]) => {
    const next = (live: ResourceRow | undefined) => {
      const current = live && artifacts.fromRow(live);
      const { isOwn: _own, ...fields } = registration;
      const registered = current ? updated(current, registration) : { artifact_id: id, ...fields };
      return current && isEqual(registered, current) ? undefined : toStored(STORED.Artifact, registered);
    };
    const target = { label: LABELS.artifact, id, key: keyOf(id), row: rowOf(keyOf(id)), next };
    counts[outcomeOf(dry_run ? previewRow(ctx, target) : await writePart(ctx, target))]++;
  });
  return counts;
}

/**
 * Returns an artifact with what a lock file says. A hash that the tenant has from elsewhere is kept, and so is an artifact for
 * which a project has something of its own.
 */
function updated(current: Artifact, { source, content_hash, isOwn }: Registration): Artifact {
  if (isOwn) return current;
  const isOurs = current.content_hash === null || isLockHash(current.content_hash);
  return { ...current, source: source ?? current.source, content_hash: isOurs ? content_hash : current.content_hash };
}
