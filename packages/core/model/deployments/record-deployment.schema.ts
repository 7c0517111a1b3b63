/** The schema of the response to a request with `all_profiles`. */
import * as z from "zod";
import { SkipCode } from "../placement.schema.ts";
import { Profile } from "../profile.schema.ts";
import { Deployment } from "./deployment.schema.ts";

/** The response to a request with `all_profiles`. */
export const RecordedEverywhere = z
  .object({
    recorded: z.array(Deployment.read).describe("The records, one for each profile that accepts the artifact."),
    skipped: z
      .array(
        z
          .object({ profile_id: Profile.read.shape.profile_id, code: SkipCode })
          .meta({ id: "SkippedProfile", description: "A profile that does not accept the artifact." }),
      )
      .describe("The profiles that do not accept the artifact, with the reason."),
  })
  .meta({ id: "RecordedEverywhere", description: "The result of a request with `all_profiles`." });
export type RecordedEverywhere = z.infer<typeof RecordedEverywhere>;
