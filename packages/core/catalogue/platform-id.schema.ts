/** The schema of platform ids: the catalogue's keys, without what the catalogue says of them. */
import * as z from "zod";
import { CATALOGUE } from "./catalogue.ts";

type Id = (typeof CATALOGUE)[number]["platform"];
const ids = CATALOGUE.map((entry) => entry.platform) as [Id, ...Id[]];

/** A platform, by its key in the catalogue. Values are never renamed. */
export const Platform = z.enum(ids).meta({
  id: "Platform",
  description: CATALOGUE.map((entry) => `- \`${entry.platform}\`: ${entry.description}`).join("\n"),
});
export type Platform = z.infer<typeof Platform>;
