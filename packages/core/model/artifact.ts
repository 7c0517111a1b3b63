/** Artifacts: the items that can be deployed, with the platforms that they target. */
import * as z from "zod";
import { Platform } from "../catalogue/platform-id.ts";
import type { Ctx, Versioned, WriteCtx } from "../context.ts";
import { createCollection } from "../resource/collection.ts";
import { defineResource } from "../resource/define.ts";
import { isLive } from "../resource/tombstone.ts";
import { type Key, keys, PREFIX } from "../storage/keys.ts";
import type { Page, PageRequest } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { Description, escapedName, isEscapedName, Name, normalisedName, Text } from "../values/strings.ts";

/** The target platforms of an artifact. An empty list would mean no platform at all, so it is invalid. */
const TargetPlatforms = z
  .array(Platform)
  .min(1, "must not be an empty list; null means every platform")
  .max(64, "must have at most 64 entries")
  .nullable()
  .meta({
    description: "The platforms to which the artifact can be deployed. null: every platform.",
    example: ["claude_code", "codex"],
  });

/** An artifact: its identity is its type and name within the tenant. */
export const Artifact = defineResource("Artifact", "Artifact", {
  identity: {
    artifact_id: z.string().meta({
      description:
        "The id of the artifact, `<type>:<name>`. Each of the characters `/ \\ ? # % ~` in the name is written as `~` " +
        "and two hex digits.",
      example: "skill:code-review",
      readOnly: true,
    }),
    type: ArtifactType,
    name: Name.meta({ description: "The name of the artifact, unique within its type.", example: "code-review" }),
  },
  writable: {
    description: Description.nullable().describe("A description of the artifact."),
    source: Text.nullable().meta({
      description: "The source of the artifact. Free text that the service does not interpret.",
      example: "github:anthropics/skills",
    }),
    content_hash: Text.nullable().describe(
      "SHA-256 of the artifact's content in the collection, as SkillMeat computes it.",
    ),
    target_platforms: TargetPlatforms,
  },
  readOnly: {},
});
export type Artifact = z.infer<typeof Artifact.read>;

/** The body of a request that creates an artifact. */
export const ArtifactCreate = z
  .strictObject({
    type: Artifact.read.shape.type,
    name: Artifact.read.shape.name,
    ...Artifact.writable.partial().shape,
  })
  .meta({ id: "ArtifactCreate", description: "A new artifact." });
export type ArtifactCreate = z.infer<typeof ArtifactCreate>;

/** Returns the id of an artifact. */
export const artifactId = (type: string, name: string) => `${type}:${escapedName(name)}`;

/** Whether a text can be the id of an artifact. If not, the answer is 404 without a read from storage. */
export function isArtifactId(id: string): boolean {
  const colon = id.indexOf(":");
  return ArtifactType.safeParse(id.slice(0, colon)).success && isEscapedName(id.slice(colon + 1));
}

/** Returns the keys under which an artifact can be registered: with the name as given, and with the normalised name. */
export function artifactKeys(ctx: Pick<Ctx, "tenant">, type: ArtifactType, name: string): Key[] {
  const names = new Set([name.normalize("NFC"), normalisedName(name)]);
  return [...names].map((candidate) => keys.artifact(ctx.tenant, artifactId(type, candidate)));
}

/** Returns the artifact of the first live row. */
export function firstLiveArtifact(rows: readonly (Row | undefined)[]): Artifact | undefined {
  const row = rows.find((r): r is ResourceRow => isLive(r));
  return row && artifacts.fromRow(row);
}

type ArtifactIds = { readonly artifact_id: string };

/** The artifacts of a tenant. Deleting an artifact keeps its deployment records. */
export const artifacts = createCollection<typeof Artifact, Record<never, string>, ArtifactIds>({
  resource: Artifact,
  key: (tenant, { artifact_id }) => keys.artifact(tenant, artifact_id),
  idOf: ({ artifact_id }) => artifact_id,
  range: (tenant) => ({ pk: keys.tenantPartition(tenant), prefix: PREFIX.artifact }),
});

/** Creates an artifact. @throws 409 if the tenant has an artifact of this type and name; 413 if it is too large */
export function createArtifact(ctx: WriteCtx, input: ArtifactCreate): Promise<Committed<Versioned<Artifact>>> {
  const artifact_id = artifactId(input.type, input.name);
  return artifacts.create(ctx, { artifact_id }, { artifact_id, ...input });
}

/** Filters of the list of artifacts: by type, and by a platform to which they can be deployed. */
export type ArtifactFilter = { type?: ArtifactType | undefined; target_platform?: Platform | undefined };

/** Lists artifacts in byte order of id. @throws 400 if the cursor is invalid */
export const listArtifacts = (
  ctx: Ctx,
  { type, target_platform }: ArtifactFilter,
  page: PageRequest,
): Promise<Page<Artifact>> =>
  artifacts.list(ctx, {}, page, {
    idPrefix: type && `${type}:`,
    keep: target_platform && ((artifact) => targetsPlatform(artifact, target_platform)),
  });

/** Whether an artifact can be deployed to a platform: it targets this platform, or every platform. */
export const targetsPlatform = (artifact: Pick<Artifact, "target_platforms">, platform: Platform) =>
  artifact.target_platforms === null || artifact.target_platforms.includes(platform);
