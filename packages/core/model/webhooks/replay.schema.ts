/** The schemas of replays. */
import * as z from "zod";
import { ProjectId } from "../../values/strings.schema.ts";
import { GivenTime } from "../../values/timestamp.schema.ts";

/** The body of a request that sends past events again. */
export const ReplayRequest = z
  .strictObject({
    since: GivenTime.optional().meta({
      description: "Send the events since this time, of the tenant's feed and of all projects, or of `project_id`.",
      example: "2026-03-10T05:00:00Z",
    }),
    after: z.int().min(0).optional().meta({
      description: "Send the events after this sequence: of the feed of `project_id`, else of the tenant's feed.",
      example: 0,
    }),
    project_id: ProjectId.optional().describe("Send only events of the feed of this project."),
    cursor: z.string().max(1_024).optional().describe("Where to go on: the `cursor` of the answer before."),
  })
  .refine(({ since, after }) => (since === undefined) !== (after === undefined), "needs either since or after")
  .meta({
    id: "WebhookReplay",
    description: "Which events to send again: those `since` a time, or `after` a sequence.",
  });
export type ReplayRequest = z.infer<typeof ReplayRequest>;

/** The answer to a replay. */
export const ReplayResult = z
  .object({
    queued: z.int().describe("The number of events that were queued."),
    cursor: z.string().nullable().describe("Send the request again with this cursor to go on. null: it is complete."),
  })
  .meta({ id: "WebhookReplayResult", description: "How many events were queued, and where to go on." });
