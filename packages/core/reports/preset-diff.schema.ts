/** The schema of the differences between a profile and its preset. */
import * as z from "zod";
import { Platform } from "../catalogue/platform-id.schema.ts";

/** The differences between a profile and its platform's current preset. */
export const PresetDiff = z
  .object({
    platform: Platform,
    catalogue_version: z.string().describe("The version of the catalogue."),
    patch: z
      .record(z.string(), z.unknown())
      .describe(
        "A merge patch (RFC 7396) that makes the profile equal to the preset. Send it as the body of a PATCH on the " +
          "profile. Empty: no difference.",
      ),
    changes: z
      .array(
        z
          .object({
            pointer: z.string().meta({
              description: "The JSON pointer (RFC 6901) of the field in the profile.",
              example: "/artifact_path_map/mcp",
            }),
            current: z.unknown().describe("The current value. null: none."),
            preset: z.unknown().describe("The value in the preset. null: none."),
          })
          .meta({ id: "PresetChange", description: "A field that differs from the preset." }),
      )
      .describe("The same differences, one entry for each field or artifact type."),
  })
  .meta({ id: "PresetDiff", description: "The differences between a profile and the current preset." });
export type PresetDiff = z.infer<typeof PresetDiff>;
