/** Pure: what a stream record says happened. An event, or nothing. */
import { artifactFromRow } from "@skillmeat-deployments/core/model/artifact.ts";
import { deploymentFromRow } from "@skillmeat-deployments/core/model/deployment.ts";
import type { ChangeKind, ResourceName } from "@skillmeat-deployments/core/model/event.ts";
import { eventData, type PendingEvent } from "@skillmeat-deployments/core/model/event-row.ts";
import { profileFromRow } from "@skillmeat-deployments/core/model/profile.ts";
import { projectFromRow } from "@skillmeat-deployments/core/model/project.ts";
import { ownerOf, PREFIX, TENANT_FEED } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow, Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import type { Images } from "../stream.ts";

/** How each noun's rows are told, read and named; `path` is its collection's. */
const RESOURCES: Record<ResourceName, { prefix: string; path: string; read: (row: ResourceRow) => JsonObject }> = {
  project: { prefix: PREFIX.project, path: "/projects", read: projectFromRow },
  artifact: { prefix: PREFIX.artifact, path: "/artifacts", read: artifactFromRow },
  profile: { prefix: PREFIX.profile, path: "/profiles", read: profileFromRow },
  deployment: { prefix: PREFIX.deployment, path: "/deployments", read: deploymentFromRow },
};

const live = (row: Row | undefined) => row !== undefined && row.deleted !== true;

/** A change of a noun's row as its feed will tell it; undefined where nothing happened that a reader knows of. */
export function eventFromImages({ before, after }: Images): PendingEvent | undefined {
  // A removal is behind an event that was, by purge, tidying or TTL; an equal change id is a migration or a purge's position.
  if (!after || before?.change === after.change) return undefined;
  const now = after as ResourceRow;
  const found = (Object.entries(RESOURCES) as [ResourceName, (typeof RESOURCES)[ResourceName]][]).find(([, n]) =>
    now.sk.startsWith(n.prefix),
  );
  const owner = ownerOf(now.pk);
  if (!found || !owner) throw new Error(`No noun has the sort key of ${now.sk}`);
  const [name, noun] = found;

  // What a former project left under this key is not what stood here before.
  const was = live(before) && before?.parent === now.parent ? (before as ResourceRow) : undefined;
  const change: ChangeKind = now.deleted ? "deleted" : was ? "updated" : "created";
  const project = owner.project === undefined ? "" : `/projects/${owner.project}`;
  return {
    tenant: owner.tenant,
    feed: now.parent ?? TENANT_FEED,
    id: now.change,
    type: `skillmeat.${name}.${change}`,
    subject: `${project}${noun.path}/${now.sk.slice(noun.prefix.length)}`,
    time: now.updated_at,
    trace: now.trace,
    data: eventData({
      before: was ? noun.read(was) : null,
      after: now.deleted ? null : noun.read(now),
      actor: now.actor,
      request_id: now.request,
    }),
  };
}
