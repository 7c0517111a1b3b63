/** What a conversion is for: a platform, a place, and what the catalogue knows of both. */
import type { FrontMatter, McpEntries, PlatformEntry, RuleFrontMatter } from "@skillmeat-deployments/client";
import type { Content, Place } from "../files/place.ts";

/** What the catalogue knows of how a platform writes things. */
export type Facts = {
  readonly platform: string;
  readonly frontmatter: Readonly<Partial<Record<string, FrontMatter>>>;
  readonly rule_frontmatter: RuleFrontMatter | null;
  readonly mcp_entry: McpEntries | null;
  readonly new_file: Readonly<Partial<Record<string, Record<string, string | number>>>>;
};

/** A place, and the platform that reads it. */
export type Target = { readonly place: Place; readonly facts: Facts };

/** What is written, and what of the artifact that leaves out; or why nothing is written. */
export type Converted = { readonly content: Content; readonly notes: readonly string[] } | { readonly skipped: string };

export const written = (content: Content, notes: readonly string[] = []): Converted => ({ content, notes });
export const skipped = (reason: string): Converted => ({ skipped: reason });

/** Sources are in the shape of this platform. For it nothing is converted. */
export const SOURCE_PLATFORM = "claude_code";

/** The facts of a platform. @param scope in the user's home an MCP server can be written differently */
export function factsOf(entry: PlatformEntry, scope: string): Facts {
  const { platform, frontmatter, rule_frontmatter, mcp_entry, new_file, user } = entry;
  const own = scope === "user" ? (user?.mcp_entry ?? null) : null;
  return { platform, frontmatter, rule_frontmatter, mcp_entry: own ?? mcp_entry, new_file };
}
