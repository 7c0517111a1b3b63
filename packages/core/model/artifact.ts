/** Artifacts: what can be deployed, and to which platforms. */
import * as z from "zod";
import { Platform } from "../catalogue/platform.ts";
import type { Ctx, Versioned, WriteCtx } from "../context.ts";
import { isLive } from "../resource/change.ts";
import { createCollection } from "../resource/collection.ts";
import { defineResource } from "../resource/define.ts";
import { type Key, keys, PREFIX } from "../storage/keys.ts";
import type { Page, PageRequest } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
import { ArtifactType } from "../values/artifact-type.ts";
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
export function artifactKeys(ctx: Pick<Ctx, "tenant">, type: ArtifactType, name: string): Key[] {
  const names = new Set([name.normalize("NFC"), normalisedName(name)]);
  return [...names].map((one) => keys.artifact(ctx.tenant, artifactId(type, one)));
}

/** The first that is there, of the rows under these keys. */
export function firstRegistered(rows: readonly (Row | undefined)[]): Artifact | undefined {
  const row = rows.find((r): r is ResourceRow => isLive(r));
  return row && artifacts.fromRow(row);
}

type ArtifactIds = { readonly artifact_id: string };

/** Deleting an artifact keeps its deployment records. */
export const artifacts = createCollection<typeof Artifact, Record<never, string>, ArtifactIds>({
  resource: Artifact,
  key: (tenant, { artifact_id }) => keys.artifact(tenant, artifact_id),
  idOf: ({ artifact_id }) => artifact_id,
  range: (tenant) => ({ pk: keys.tenantPartition(tenant), prefix: PREFIX.artifact }),
});

/** @throws 409 where the tenant has an artifact of this type and name */
export function createArtifact(ctx: WriteCtx, input: ArtifactCreate): Promise<Committed<Versioned<Artifact>>> {
  const artifact_id = artifactId(input.type, input.name);
  return artifacts.create(ctx, { artifact_id }, { artifact_id, ...input });
}

/** The artifacts of a type, and those that may be deployed to a platform. */
export type ArtifactFilter = { type?: ArtifactType | undefined; target_platform?: Platform | undefined };

export const listArtifacts = (
  ctx: Ctx,
  { type, target_platform }: ArtifactFilter,
  page: PageRequest,
): Promise<Page<Artifact>> =>
  artifacts.list(ctx, {}, page, {
    idPrefix: type && `${type}:`,
    keep: target_platform && ((artifact) => targetsPlatform(artifact, target_platform)),
  });

/** Whether an artifact may be deployed to a platform: it names it, or targets all. */
export const targetsPlatform = (artifact: Pick<Artifact, "target_platforms">, platform: Platform) =>
  artifact.target_platforms === null || artifact.target_platforms.includes(platform);
