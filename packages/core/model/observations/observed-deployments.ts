/** Reads deployment records with what was last observed of them. Writes of records neither read nor answer it. */
import type { Ctx, Versioned } from "../../context.ts";
import type { ListFilter } from "../../resource/list-filter.ts";
import { requireLive } from "../../resource/tombstone.ts";
import type { Page, PageRequest } from "../../storage/pages.ts";
import type { Deployment, DeploymentRead } from "../deployments/deployment.schema.ts";
import {
  type DeploymentFilter,
  type DeploymentIds,
  deploymentId,
  deployments,
  idPrefixOf,
  recordPasses,
} from "../deployments/deployment.ts";
import { LABELS } from "../labels.ts";
import { observedOf, observedOfAll, readObservation, readObservations } from "./observation.ts";

/**
 * Reads a record with what was last observed of it, in one round trip. The ETag is the record's: it does not change with an
 * observation.
 * @throws 404
 */
export async function readDeployment(ctx: Ctx, ids: DeploymentIds): Promise<Versioned<DeploymentRead>> {
  const { project_id, deployment_id } = ids;
  const [{ row, parent }, { rows }] = await Promise.all([
    deployments.locate(ctx, ids),
    readObservation(ctx, project_id, deployment_id),
  ]);
  const record = requireLive(row, LABELS.deployment, deployment_id, parent);
  const observed = observedOf(record, rows.get(deployment_id));
  return { value: { ...deployments.fromRow(record), observed }, change: record.change };
}

/**
 * Lists the records of a project in byte order of id, with what was last observed of them. Records without a profile count
 * as profile and platform `claude_code`.
 * @param further a further filter, which has to read
 * @throws 400 if the cursor is invalid; 404 if the project does not exist
 */
export async function listDeployments(
  ctx: Ctx,
  project_id: string,
  filter: DeploymentFilter,
  page: PageRequest,
  further?: Pick<ListFilter<Deployment, DeploymentIds>, "passing" | "maxRows">,
): Promise<Page<DeploymentRead>> {
  const { profile_id: profile, artifact_type: type, artifact_name: name } = filter;
  const onlyId = profile && type && name ? deploymentId(profile, type, name) : undefined;
  const only = onlyId === undefined ? undefined : { project_id, deployment_id: onlyId };
  const idPrefix = idPrefixOf(filter);
  const passes = recordPasses(filter);
  const [{ items, ...next }, observations] = await Promise.all([
    deployments.listRows(ctx, { project_id }, page, { only, idPrefix, passes, ...further }),
    onlyId === undefined ? readObservations(ctx, project_id, page, idPrefix) : readObservation(ctx, project_id, onlyId),
  ]);
  const records = items.map(({ value, row }) => ({ id: value.deployment_id, row }));
  const observed = await observedOfAll(ctx, project_id, records, observations);
  return { items: items.map(({ value }, i) => ({ ...value, observed: observed[i] ?? null })), ...next };
}
