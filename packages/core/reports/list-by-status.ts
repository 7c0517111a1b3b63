/** Lists the deployment records of one status. A page reads the artifacts that its records name, and no others. */
import type { Ctx } from "../context.ts";
import { artifactId, artifacts } from "../model/artifact.ts";
import type { Deployment, DeploymentRead } from "../model/deployments/deployment.schema.ts";
import type { DeploymentFilter } from "../model/deployments/deployment.ts";
import { listDeployments } from "../model/observations/observed-deployments.ts";
import { isLive } from "../resource/tombstone.ts";
import { keys } from "../storage/keys.ts";
import { MAX_FILTERED_ROWS, type Page, type PageRequest } from "../storage/pages.ts";
import { readMany } from "../storage/read-many.ts";
import { isArtifactType } from "../values/artifact-type.ts";
import { namesLike } from "../values/strings.ts";
import { canBe, createStateOf, type State } from "./states.ts";

/** A record can have artifacts of seven names. With them, a page reads 1,000 rows, as one of any other filter does. */
const MAX_RECORDS = MAX_FILTERED_ROWS / 8;

/** Lists the records of one status, as `listDeployments`. @throws as `listDeployments` */
export const listByStatus = (
  ctx: Ctx,
  projectId: string,
  status: State,
  filter: DeploymentFilter,
  page: PageRequest,
): Promise<Page<DeploymentRead>> =>
  listDeployments(ctx, projectId, filter, page, {
    passing: (records) => ofStatus(ctx, status, records),
    maxRows: MAX_RECORDS,
  });

async function ofStatus(ctx: Ctx, status: State, records: readonly Deployment[]): Promise<Deployment[]> {
  const candidates = records.filter((record) => canBe(record, status));
  const artifactKeys = candidates.flatMap(({ artifact_type: type, artifact_name }) =>
    isArtifactType(type)
      ? namesLike(artifact_name).map((name) => keys.artifact(ctx.tenant, artifactId(type, name)))
      : [],
  );
  const rowOf = await readMany(ctx, artifactKeys);
  const rows = new Set(artifactKeys.map(rowOf));
  const stateOf = createStateOf([...rows].filter((row) => isLive(row)).map(artifacts.fromRow), new Set());
  return candidates.filter((record) => stateOf(record).status === status);
}
