/** Artifacts: what can be deployed, and to which platforms. */
import * as z from "zod";
import { Platform } from "../catalogue/platform.ts";
import type { Ctx, Page, Precondition, Versioned } from "../context.ts";
import { Fault } from "../fault.ts";
import { assertDeleted, assertItemSize, firstStamp, isLive, requireLive, tombstoneStamp } from "../resource/change.ts";
import { defineResource } from "../resource/define.ts";
import { readStored } from "../resource/stored.ts";
import { applyUpdate, type Update } from "../resource/update.ts";
import { edit } from "../resource/write.ts";
import { commit } from "../storage/idempotency.ts";
import { type Key, keys, PREFIX } from "../storage/keys.ts";
import { readPage } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { isEqual, withoutNulls } from "../values/json.ts";
import { Description, escapedName, isEscapedName, Name, normalisedName, Text } from "../values/strings.ts";

/** null: everywhere. A list filters; an empty one would mean nowhere, and is refused. */
export const TargetPlatforms = z
  .array(Platform)
  .min(1, "must not be an empty list; null means deployable everywhere")
  .max(64, "must have at most 64 entries")
  .nullable()
  .meta({ description: "The platforms it may be deployed to; null: everywhere.", example: ["claude_code", "codex"] });

export const Artifact = defineResource("Artifact", "Artifact", {
  identity: {
    artifact_id: z.string().meta({
      description: "`<type>:<name>`; of the name `/ \\ ? # % ~` are written `~` and two hex digits.",
      example: "skill:code-review",
      readOnly: true,
    }),
    type: ArtifactType,
    name: Name.meta({ description: "Its name within the type.", example: "code-review" }),
  },
  writable: {
    description: Description.nullable().meta({ description: "Free text." }),
    source: Text.nullable().meta({ description: "Where it comes from, e.g. `github:anthropics/skills`." }),
    content_hash: Text.nullable().meta({
      description: "SHA-256 of its content in the collection, as SkillMeat computes it.",
    }),
    target_platforms: TargetPlatforms,
  },
  readOnly: {},
});
export type Artifact = z.infer<typeof Artifact.read>;

export const ArtifactCreate = z
  .strictObject({
    type: Artifact.read.shape.type,
    name: Artifact.read.shape.name,
    ...Artifact.writable.partial().shape,
  })
  .meta({ id: "ArtifactCreate" });
export type ArtifactCreate = z.infer<typeof ArtifactCreate>;

export const artifactId = (type: string, name: string) => `${type}:${escapedName(name)}`;

/** Could this be an artifact's id? Decides between looking it up and 404. */
export function isArtifactId(id: string): boolean {
  const colon = id.indexOf(":");
  return ArtifactType.safeParse(id.slice(0, colon)).success && isEscapedName(id.slice(colon + 1));
}

/** Where an artifact may be registered: under the name as it is given, and as it is normalised. */
export function artifactKeys(ctx: Ctx, type: ArtifactType, name: string): Key[] {
  const names = new Set([name.normalize("NFC"), normalisedName(name)]);
  return [...names].map((one) => keys.artifact(ctx.tenant, artifactId(type, one)));
}

/** The first that is there, of the rows under these keys. */
export function firstRegistered(rows: readonly (Row | undefined)[]): Artifact | undefined {
  const row = rows.find((r): r is ResourceRow => isLive(r));
  return row && artifactFromRow(row);
}

export const artifactFromRow = (row: ResourceRow): Artifact => readStored(Artifact.read, row);

/** @throws 409 where the tenant has an artifact of this type and name */
export async function createArtifact(ctx: Ctx, input: ArtifactCreate): Promise<Versioned<Artifact>> {
  const artifact_id = artifactId(input.type, input.name);
  const row: ResourceRow = {
    ...withoutNulls({ artifact_id, ...input }),
    ...keys.artifact(ctx.tenant, artifact_id),
    ...firstStamp(ctx),
  };
  assertItemSize(row);
  const created = { value: artifactFromRow(row), change: row.change };
  const committed = await commit(ctx, [{ put: row, when: { is: "new" } }], created);
  if (!committed.done) throw new Fault("already-exists", `Artifact '${artifact_id}' already exists`);
  return created;
}

export async function readArtifact(ctx: Ctx, id: string): Promise<Versioned<Artifact>> {
  const row = requireLive(await ctx.table.get(keys.artifact(ctx.tenant, id)), Artifact.label, id);
  return { value: artifactFromRow(row), change: row.change };
}

export type ArtifactFilter = { type: ArtifactType | undefined; target_platform: Platform | undefined };

/** Those of a type, and those deployable to a platform: the ones that name it, and the ones for everywhere. */
export async function listArtifacts(
  ctx: Ctx,
  { type, target_platform, ...page }: ArtifactFilter & { limit: number; after: string | undefined },
): Promise<Page<Artifact>> {
  const span = { pk: keys.tenantPartition(ctx.tenant), prefix: PREFIX.artifact, narrow: type && `${type}:`, ...page };
  return readPage(ctx, span, (row) => {
    if (!isLive(row)) return undefined;
    const artifact = artifactFromRow(row);
    return target_platform && !targetsPlatform(artifact, target_platform) ? undefined : artifact;
  });
}

/** May it be deployed to this platform? */
export const targetsPlatform = (artifact: Pick<Artifact, "target_platforms">, platform: Platform) =>
  artifact.target_platforms === null || artifact.target_platforms.includes(platform);

export async function updateArtifact(
  ctx: Ctx,
  id: string,
  update: Update,
  ifMatch: Precondition,
): Promise<Versioned<Artifact>> {
  const key = keys.artifact(ctx.tenant, id);
  return edit(ctx, {
    label: Artifact.label,
    id,
    key,
    row: await ctx.table.get(key),
    ifMatch,
    read: artifactFromRow,
    change: ({ artifact_id, type, name, description, source, content_hash, target_platforms }) => {
      const identity = { artifact_id, type, name };
      const current = { description, source, content_hash, target_platforms };
      const next = applyUpdate(Artifact, current, identity, update);
      return isEqual(next, current) ? undefined : withoutNulls({ ...identity, ...next });
    },
  });
}

/** Its deployment records stay. */
export async function deleteArtifact(ctx: Ctx, id: string, ifMatch: Precondition): Promise<void> {
  const result = await ctx.table.tombstone(keys.artifact(ctx.tenant, id), tombstoneStamp(ctx), {
    is: "live",
    changes: ifMatch,
  });
  assertDeleted(result, Artifact.label, id);
}
