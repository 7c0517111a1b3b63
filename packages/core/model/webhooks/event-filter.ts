/** Which events a webhook wants. */
import { pathTo } from "../api-paths.ts";
import { EVENT_TYPES, matchesPattern } from "../events/event-type.ts";

/** Why a text is no filter of event types. Undefined: it is one. A typing error would match nothing, in silence. */
export function eventFilterProblem(filter: string): string | undefined {
  if (EVENT_TYPES.some((type) => matchesPattern(type, filter))) return undefined;
  return `must be one of ${EVENT_TYPES.join(", ")}, or the beginning of one and *`;
}

/** An event as a filter sees it. */
export type FilteredEvent = { readonly type: string; readonly subject: string };

/** What a webhook wants. */
export type Wanted = {
  readonly webhook_id: string;
  readonly events: readonly string[] | null;
  readonly project_ids: readonly string[] | null;
};

/** Whether a webhook wants an event. */
export function wantsEvent({ webhook_id, events, project_ids }: Wanted, { type, subject }: FilteredEvent): boolean {
  // An event about a webhook does not go to that webhook.
  if (subject === pathTo("webhook", { webhook_id })) return false;
  if (events !== null && !events.some((filter) => matchesPattern(type, filter))) return false;
  if (project_ids === null) return true;
  const id = /^\/projects\/([^/]+)/.exec(subject)?.[1];
  return id !== undefined && project_ids.includes(decodeURIComponent(id));
}
