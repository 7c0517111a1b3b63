/** Hooks. Sources have them in Claude Code's shape: lists of matcher groups by event. */
import { isObject, type Json, type JsonObject } from "../files/place.ts";
import { SOURCE_PLATFORM, type Target } from "./target.ts";

/**
 * The platforms that write hooks in the shape of the sources (dyoshikawa/rulesync 17.0.0, the files that it writes for each
 * platform, 2026-09-22). Others have flat lists, files of their own, or code.
 */
const MATCHER_GROUPS = [
  SOURCE_PLATFORM,
  "codex",
  "gemini",
  "qwen",
  "augment",
  "continue",
  "deepagents",
  "grok",
  "goose",
];

/** The hooks by event, with what to tell; or why there are none. */
export function hooksByEvent(
  value: Json,
  { facts }: Target,
): { readonly hooks: JsonObject; readonly notes: readonly string[] } | { readonly skipped: string } {
  const { platform } = facts;
  if (!isObject(value) || !Object.values(value).every(Array.isArray))
    return { skipped: "it is no list of hooks by event" };
  if (!MATCHER_GROUPS.includes(platform)) return { skipped: `${platform} writes hooks in another shape` };
  const notes =
    platform === SOURCE_PLATFORM ? [] : ["the names of the events are kept; check that the platform has them"];
  return { hooks: value, notes };
}
