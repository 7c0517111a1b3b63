/** The Platform enum, and the catalogue as the API shows it. One source: `platforms/`. */
import * as z from "zod";
import { notFound } from "./fault.ts";
import { CATALOGUE } from "./platforms/catalogue.ts";
import { CatalogueEntry } from "./platforms/schema.ts";

type Id = (typeof CATALOGUE)[number]["platform"];
const ids = CATALOGUE.map((entry) => entry.platform) as [Id, ...Id[]];

/** A platform's catalogue key. Values are never renamed. */
export const Platform = z.enum(ids).meta({
  id: "Platform",
  description: CATALOGUE.map((entry) => `- \`${entry.platform}\`: ${entry.description}`).join("\n"),
});
export type Platform = z.infer<typeof Platform>;

/** What a record without profile fields counts as, in identities and filters. */
export const PRIMARY: Platform = "claude_code";

export const PlatformRead = CatalogueEntry.extend({ platform: Platform }).meta({ id: "PlatformEntry" });
export type PlatformRead = z.infer<typeof PlatformRead>;

const entries: readonly PlatformRead[] = CATALOGUE;

export const listPlatforms = (): readonly PlatformRead[] => entries;

/** @throws 404 where the catalogue has no such platform */
export function readPlatform(id: string): PlatformRead {
  const entry = entries.find((e) => e.platform === id);
  if (!entry) throw notFound("Platform", id);
  return entry;
}
