/** Derives the event of a change from the images of a stream record. Pure functions. */
import { pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { artifacts } from "@skillmeat-deployments/core/model/artifact.ts";
import { deployments } from "@skillmeat-deployments/core/model/deployments/deployment.ts";
import { eventDataText, type PendingEvent } from "@skillmeat-deployments/core/model/events/event-row.ts";
import {
  type ChangeKind,
  type EventType,
  OBSERVED_TYPE,
  type ResourceName,
} from "@skillmeat-deployments/core/model/events/event-type.ts";
import { observedInEvent } from "@skillmeat-deployments/core/model/observations/observation.ts";
import { profiles } from "@skillmeat-deployments/core/model/profile.ts";
import { projects } from "@skillmeat-deployments/core/model/project.ts";
import { isLive } from "@skillmeat-deployments/core/resource/tombstone.ts";
import { ownerOf, PREFIX, TENANT_FEED } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import type { Images } from "../stream.ts";

type Reader = {
  /** The prefix of the sort keys of the resource's rows. */
  prefix: string;
  /** The type of the event of a change. */
  type(kind: ChangeKind): EventType;
  fromRow(row: ResourceRow): JsonObject;
  /** The path of the resource. `project_id` is empty for resources of the tenant. */
  path(id: string, project_id: string): string;
};

const deploymentPath: Reader["path"] = (deployment_id, project_id) =>
  pathTo("deployment", { project_id, deployment_id });

const typeOf = (name: ResourceName) => (kind: ChangeKind) => `skillmeat.${name}.${kind}` as const;

const READERS: readonly Reader[] = [
  {
    type: typeOf("project"),
    prefix: PREFIX.project,
    fromRow: projects.fromRow,
    path: (project_id) => pathTo("project", { project_id }),
  },
  {
    type: typeOf("artifact"),
    prefix: PREFIX.artifact,
    fromRow: artifacts.fromRow,
    path: (artifact_id) => pathTo("artifact", { artifact_id }),
  },
  {
    type: typeOf("profile"),
    prefix: PREFIX.profile,
    fromRow: profiles.fromRow,
    path: (profile_id, project_id) => pathTo("profile", { project_id, profile_id }),
  },
  {
    type: typeOf("deployment"),
    prefix: PREFIX.deployment,
    fromRow: deployments.fromRow,
    path: deploymentPath,
  },
  {
    type: () => OBSERVED_TYPE,
    prefix: PREFIX.observed,
    fromRow: observedInEvent,
    path: deploymentPath,
  },
];

/**
 * The event of a change. Undefined if the stream record is not a change of a resource.
 * @throws if the row is not of a known resource, or is not valid
 */
export function eventFromImages({ before, after }: Images): PendingEvent | undefined {
  // No event: a row is removed only after its event (by purge, clean-up or TTL), and the change id stays the same in a
  // migration and in the progress of a purge.
  if (!after || before?.change === after.change) return undefined;
  const current = after as ResourceRow;
  const reader = READERS.find(({ prefix }) => current.sk.startsWith(prefix));
  const owner = ownerOf(current.pk);
  if (!reader || !owner) throw new Error(`${current.sk} is not the sort key of a resource`);

  // A row that an earlier project with the same id left behind is not the previous state of this resource.
  // Nor is an observation of an earlier record, which is the `record` of no other row.
  const previous = isLive(before, current.parent) && before.record === current.record ? before : undefined;
  const kind: ChangeKind = current.deleted ? "deleted" : previous ? "updated" : "created";
  return {
    tenant: owner.tenant,
    feed: current.parent ?? TENANT_FEED,
    id: current.change,
    type: reader.type(kind),
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
