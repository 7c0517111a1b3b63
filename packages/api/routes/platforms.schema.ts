/** The API reference of platforms: texts, examples and schemas. */
import "../start.ts";
import { Detection, DetectRequest, ListedPath } from "@skillmeat-deployments/core/catalogue/detect/detect.schema.ts";
import { Surface } from "@skillmeat-deployments/core/catalogue/entry.schema.ts";
import { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import { operation } from "../routing/operation.ts";

const tag = "Platforms";
const headers = ["Cache-Control", "Catalogue-Version"] as const;

export const listPlatforms = operation(PATHS.platforms, {
  tag,
  summary: "List platforms",
  description:
    "Returns the catalogue, with the primary platform first. With `surface` or `reads`, only the platforms that have both.",
  query: z.object({
    surface: Surface.optional().describe(
      "List only the platforms that have a place for this artifact type, or for `instructions`, in a project or in the " +
        "user's home.",
    ),
    reads: ListedPath.optional().describe(
      "List only the platforms that read this file or folder. It is relative to the project, or begins with `~/` in " +
        "the user's home.",
    ),
  }),
  example: { query: { surface: "skill", reads: ".agents/skills" } },
  answers: { 200: { description: "The platforms.", schema: z.array(PlatformRead), headers } },
});

export const readPlatform = operation(PATHS.platform, {
  tag,
  summary: "Read a platform",
  description: "Returns the platform's preset, with the sources for each path.",
  example: { params: { platform: "claude_code" } },
  answers: { 200: { description: "The catalogue entry of the platform.", schema: PlatformRead, headers } },
});

export const detectPlatforms = operation(PATHS.detectPlatforms, {
  tag,
  summary: "Detect platforms",
  description:
    "Returns the platforms that files and folders tell of, with the evidence. A path that several platforms share, such " +
    "as `.agents/skills` or `AGENTS.md`, tells of none. Nothing is stored.",
  body: DetectRequest,
  example: {
    body: { paths: ["CLAUDE.md", ".cursor/rules/style.mdc", ".agents/skills/review/SKILL.md", "src/main.ts"] },
  },
  answers: { 200: { description: "The platforms.", schema: Detection } },
});
