/** Artifacts: the items that can be deployed, with the platforms that they target. */
import type { Platform } from "../catalogue/platform-id.schema.ts";
import type { Ctx, Versioned, WriteCtx } from "../context.ts";
import { createCollection } from "../resource/collection.ts";
import { type ParameterTests, passesAll } from "../resource/list-filter.ts";
import { isLive } from "../resource/tombstone.ts";
import { type Key, keys, PREFIX } from "../storage/keys.ts";
import type { Page, PageRequest } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { isArtifactType } from "../values/artifact-type.ts";
import { isSameHash } from "../values/hash.ts";
import { escapedName, isEscapedName, isSameName, normalisedName } from "../values/strings.ts";
import type { Artifact, ArtifactCreate } from "./artifact.schema.ts";
import { LABELS } from "./labels.ts";
import { STORED } from "./stored-shapes.ts";

/** Returns the id of an artifact. */
export const artifactId = (type: string, name: string) => `${type}:${escapedName(name)}`;

/** Returns what identifies an artifact in records: its type and its normalised name. */
export const artifactIdentity = ({ type, name }: { type: string; name: string }) => `${type}:${normalisedName(name)}`;

/** Whether a text can be the id of an artifact. If not, the answer is 404 without a read from storage. */
export function isArtifactId(id: string): boolean {
  const colon = id.indexOf(":");
  return isArtifactType(id.slice(0, colon)) && isEscapedName(id.slice(colon + 1));
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
  label: LABELS.artifact,
  stored: STORED.Artifact,
  key: (tenant, { artifact_id }) => keys.artifact(tenant, artifact_id),
  idOf: ({ artifact_id }) => artifact_id,
  range: (tenant) => ({ pk: keys.tenantPartition(tenant), prefix: PREFIX.artifact }),
});

/** Creates an artifact. @throws 409 if the tenant has an artifact of this type and name; 413 if it is too large */
export function createArtifact(ctx: WriteCtx, input: ArtifactCreate): Promise<Committed<Versioned<Artifact>>> {
  const artifact_id = artifactId(input.type, input.name);
  return artifacts.create(ctx, { artifact_id }, { artifact_id, ...input });
}

/** Filters of the list of artifacts. `target_platform`: a platform to which they can be deployed. */
export type ArtifactFilter = {
  type?: ArtifactType | undefined;
  name?: string | undefined;
  content_hash?: string | undefined;
  target_platform?: Platform | undefined;
};

/** Lists artifacts in byte order of id. @throws 400 if the cursor is invalid */
export function listArtifacts(ctx: Ctx, filter: ArtifactFilter, page: PageRequest): Promise<Page<Artifact>> {
  const { type, name } = filter;
  const only = type && name ? { artifact_id: artifactId(type, name) } : undefined;
  return artifacts.list(ctx, {}, page, {
    only,
    idPrefix: type && `${type}:`,
    passes: passesAll(ARTIFACT_TESTS, filter),
  });
}

/** Whether an artifact can be deployed to a platform: it targets this platform, or every platform. */
export const targetsPlatform = (artifact: Pick<Artifact, "target_platforms">, platform: Platform) =>
  artifact.target_platforms === null || artifact.target_platforms.includes(platform);

const ARTIFACT_TESTS: ParameterTests<Artifact, ArtifactFilter> = {
  name: (artifact, name) => isSameName(artifact.name, name),
  content_hash: ({ content_hash }, hash) => content_hash !== null && isSameHash(content_hash, hash),
  target_platform: targetsPlatform,
};
