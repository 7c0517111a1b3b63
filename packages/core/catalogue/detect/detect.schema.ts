/** The schemas of a detection: the paths that are looked at, and the platforms that they tell of. */
import * as z from "zod";
import { RelativePath, Text } from "../../values/strings.schema.ts";
import { Platform } from "../platform-id.schema.ts";
import { listedPathProblem } from "./listing.ts";

/** The most paths that one request can name. */
const MAX_PATHS = 5_000;

/** A path of a listing. What file lists contain is accepted: `./` before it, `/` after it, and `\` for `/`. */
export const ListedPath = Text.superRefine((listed, ctx) => {
  const problem = listedPathProblem(listed);
  if (problem) ctx.addIssue({ code: "custom", message: problem });
});

/** The body of a detection. */
export const DetectRequest = z
  .strictObject({
    paths: z
      .array(ListedPath)
      .min(1, "must name at least one path")
      .max(MAX_PATHS, "must have at most 5,000 entries")
      .describe(
        "Files and folders: relative to the project, or beginning with `~/` in the user's home. What " +
          "`git -c core.quotePath=off ls-files` or `find .` prints can be sent as it is.",
      ),
  })
  .meta({ id: "DetectRequest", description: "The paths to look at." });

/** Why a platform is believed to be in use. */
const DetectionEvidence = z
  .object({
    marker: z.string().describe("The path in the catalogue that tells of the platform."),
    path: z.string().describe("The first path of the request that is this path or lies below it."),
    count: z.int().min(1).describe("The number of such paths."),
  })
  .meta({ id: "DetectionEvidence", description: "A path that tells of a platform." });

const evidence = z.array(DetectionEvidence).describe("The paths that tell of the platform.");

/** The answer of a detection. */
export const Detection = z
  .object({
    platforms: z
      .array(
        z
          .object({
            platform: Platform,
            scope: z.enum(["project", "user"]).describe("Whether the paths are in the project or in the user's home."),
            evidence,
          })
          .meta({ id: "DetectedPlatform", description: "A platform that is in use." }),
      )
      .describe("The platforms that the paths tell of, in the order of the catalogue."),
    nested: z
      .array(
        z
          .object({
            platform: Platform,
            scope_dir: RelativePath.describe("The folder in the project, as a profile's `scope_dir`."),
            evidence,
          })
          .meta({ id: "NestedPlatform", description: "A platform that is in use in a folder of the project." }),
      )
      .describe(
        "The platforms that are in use in folders of the project, as in a monorepo. Folders of dependencies are left out.",
      ),
    shared: z
      .array(
        z
          .object({
            path: z.string().describe("The path at which the platforms read."),
            count: z.int().min(1).describe("The number of paths of the request that are this path or lie below it."),
            platforms: z.array(Platform).describe("The platforms that read it."),
          })
          .meta({ id: "SharedPath", description: "A path that several platforms read." }),
      )
      .describe("What several platforms read. It tells of none of them."),
  })
  .meta({ id: "Detection", description: "The platforms that files and folders tell of." });
export type Detection = z.infer<typeof Detection>;
