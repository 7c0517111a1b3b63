/** What a catalogue entry says; `catalogue.ts` checks each against it when it loads in the tests and the build. */
import * as z from "zod";
import { ArtifactType } from "../artifact-type.ts";
import { ArtifactPathMap } from "../mapping.ts";
import { RelativePath } from "../text.ts";

export const CatalogueEntry = z.strictObject({
  platform: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .meta({ description: "The catalogue key; never renamed." }),
  name: z.string().meta({ description: "The platform's own name." }),
  description: z.string().meta({ description: "What the value stands for." }),
  status: z
    .enum(["active", "deprecated", "archived"])
    .meta({ description: "Whether the platform is still developed." }),
  root_dir: RelativePath.nullable().meta({
    description: "The folder a profile starts from; null: the profile must say.",
  }),
  artifact_path_map: ArtifactPathMap,
  project_config_filenames: z.array(RelativePath),
  context_path_prefixes: z.array(RelativePath),
  supported_artifact_types: z.array(ArtifactType),
  as_of: z.iso.date().nullable().meta({ description: "When the sources were read." }),
  sources: z
    .array(
      z.strictObject({
        source: z.string().meta({ description: "Repository or URL." }),
        at: z.string().meta({ description: "Commit or date." }),
        path: z.string().meta({ description: "Where in it." }),
        grade: z
          .enum(["P", "2+", "1"])
          .meta({ description: "P: the vendor's own; 2+: independent projects agree; 1: one." }),
      }),
    )
    .meta({ description: "Where the paths come from." }),
  notes: z.array(z.string()).meta({ description: "Where sources disagree: which was followed, and why." }),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;
