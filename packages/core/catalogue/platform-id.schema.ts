/** The schema of platform ids: the catalogue's keys, without what the catalogue says of them. */
import * as z from "zod";
import type { CATALOGUE } from "./catalogue.ts";
// `npm run generate` derives the file from the catalogue, so that a schema loads no catalogue.
import descriptions from "./platform-descriptions.json" with { type: "json" };

type Id = (typeof CATALOGUE)[number]["platform"];
// Safe cast: the file has the platforms of the catalogue.
const ids = Object.keys(descriptions) as [Id, ...Id[]];

/** A platform, by its key in the catalogue. Values are never renamed. */
export const Platform = z.enum(ids).meta({
  id: "Platform",
  description: Object.entries(descriptions)
    .map(([platform, description]) => `- \`${platform}\`: ${description}`)
    .join("\n"),
});
export type Platform = z.infer<typeof Platform>;
