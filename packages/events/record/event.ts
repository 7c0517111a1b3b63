/** Pure: the event that a stream record makes, if it makes one. */
import { artifacts } from "@skillmeat-deployments/core/model/artifact.ts";
import { deployments } from "@skillmeat-deployments/core/model/deployment.ts";
import { eventDataText, type PendingEvent } from "@skillmeat-deployments/core/model/event-row.ts";
import type { ChangeKind, ResourceName } from "@skillmeat-deployments/core/model/event-type.ts";
import { pathTo } from "@skillmeat-deployments/core/model/paths.ts";
import { profiles } from "@skillmeat-deployments/core/model/profile.ts";
import { projects } from "@skillmeat-deployments/core/model/project.ts";
import { isLive } from "@skillmeat-deployments/core/resource/change.ts";
import { ownerOf, PREFIX, TENANT_FEED } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import type { Images } from "../stream.ts";

type Reader = {
  /** What the sort keys of the resource's rows begin with. */
  prefix: string;
  fromRow(row: ResourceRow): JsonObject;
  /** The path of one, by its id and its project's. */
  path(id: string, project_id: string): string;
};

const READERS: Record<ResourceName, Reader> = {
  project: {
    prefix: PREFIX.project,
    fromRow: projects.fromRow,
    path: (project_id) => pathTo("project", { project_id }),
  },
  artifact: {
    prefix: PREFIX.artifact,
    fromRow: artifacts.fromRow,
    path: (artifact_id) => pathTo("artifact", { artifact_id }),
  },
  profile: {
    prefix: PREFIX.profile,
    fromRow: profiles.fromRow,
    path: (profile_id, project_id) => pathTo("profile", { project_id, profile_id }),
  },
  deployment: {
    prefix: PREFIX.deployment,
    fromRow: deployments.fromRow,
    path: (deployment_id, project_id) => pathTo("deployment", { project_id, deployment_id }),
  },
};

/**
 * The event of a change; undefined where the record tells of none.
 * @throws where the row is of no resource, or does not parse
 */
export function eventFromImages({ before, after }: Images): PendingEvent | undefined {
  // A removal follows an event (purge, clean-up, TTL); an equal change id is a migration or the position of a purge.
  if (!after || before?.change === after.change) return undefined;
  const current = after as ResourceRow;
  const found = (Object.entries(READERS) as [ResourceName, Reader][]).find(([, { prefix }]) =>
    current.sk.startsWith(prefix),
  );
  const owner = ownerOf(current.pk);
  if (!found || !owner) throw new Error(`No resource has the sort key ${current.sk}`);
  const [name, reader] = found;

  // A row that a former project left under this key is not what stood here before.
  const previous = isLive(before, current.parent) ? before : undefined;
  const kind: ChangeKind = current.deleted ? "deleted" : previous ? "updated" : "created";
  return {
    tenant: owner.tenant,
    feed: current.parent ?? TENANT_FEED,
    id: current.change,
    type: `skillmeat.${name}.${kind}`,
    subject: reader.path(current.sk.slice(reader.prefix.length), owner.project ?? ""),
    time: current.updated_at,
    trace: current.trace,
    data: eventDataText({
      before: previous ? reader.fromRow(previous) : null,
      after: current.deleted ? null : reader.fromRow(current),
      actor: current.actor,
      request_id: current.request,
    }),
  };
}
