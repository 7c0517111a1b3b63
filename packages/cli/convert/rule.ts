/** Rules: the way in which a rule applies, told by its front matter, and the front matter that says so on a platform. */
import type { FrontMatter } from "@skillmeat-deployments/client";
import type { Json, JsonObject } from "../files/place.ts";
import { filled, leftOut } from "./keys.ts";
import { bodyOf, bytesOf, markdownOf } from "./markdown.ts";
import { type Converted, SOURCE_PLATFORM, skipped, type Target, written } from "./target.ts";

type Way = "always" | "by_globs" | "by_model" | "manual";

const WAYS: Record<Way, string> = {
  always: "always applies",
  by_globs: "applies to files that match its patterns",
  by_model: "applies when the model decides so by its description",
  manual: "applies when the user names it",
};

/** The names under which platforms keep the patterns of a rule. */
const GLOB_KEYS = ["paths", "globs", "applyTo", "fileMatchPattern"];

/** A rule as its source says it. */
type Rule = { readonly way: Way; readonly globs: readonly string[] };

/** How a rule applies. Without front matter it always does. */
function ruleOf(frontmatter: JsonObject | null): Rule {
  const members = frontmatter ?? {};
  const globs = GLOB_KEYS.flatMap((key) => patternsOf(members[key])).filter((glob) => glob !== "**" && glob !== "**/*");
  const says = (key: string, ...values: Json[]) => values.includes(members[key] as Json);
  if (says("alwaysApply", true) || says("trigger", "always_on") || says("inclusion", "always"))
    return { way: "always", globs: [] };
  if (globs.length > 0) return { way: "by_globs", globs };
  if (says("trigger", "model_decision")) return { way: "by_model", globs };
  if (says("trigger", "manual") || says("inclusion", "manual")) return { way: "manual", globs };
  if (says("alwaysApply", false))
    return { way: typeof members.description === "string" ? "by_model" : "manual", globs };
  return { way: "always", globs };
}

/** Patterns are a list, or one text in which commas separate them; those in braces do not. */
function patternsOf(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.filter((each) => typeof each === "string");
  if (typeof value !== "string") return [];
  const patterns: string[] = [""];
  let depth = 0;
  for (const c of value) {
    if (c === "{") depth++;
    if (c === "}") depth--;
    if (c === "," && depth <= 0) patterns.push("");
    else patterns[patterns.length - 1] += c;
  }
  return patterns.map((pattern) => pattern.trim()).filter((pattern) => pattern !== "");
}

type RuleSource = {
  bytes: Uint8Array;
  text: string;
  frontmatter: JsonObject | null;
  name: string;
  description: string | undefined;
};

/** A rule as a file of its own. */
export function ruleFile({ bytes, text, frontmatter, ...parts }: RuleSource, { facts }: Target): Converted {
  const { platform, rule_frontmatter } = facts;
  if (platform === SOURCE_PLATFORM) return written({ type: "file", bytes });
  if (rule_frontmatter === null)
    return frontmatter === null
      ? written({ type: "file", bytes })
      : skipped(`it has front matter, and the catalogue does not say how rules of ${platform} begin`);
  const { way, globs } = ruleOf(frontmatter);
  const keys: FrontMatter | null = rule_frontmatter[way];
  if (keys === null) return skipped(`the rule ${WAYS[way]}, and ${platform} has no such rules`);
  const body = bodyOf(text);
  const members = filled(keys, { ...parts, text: body, globs });
  const names = leftOut(frontmatter, keys).filter(
    (name) => ![...GLOB_KEYS, "alwaysApply", "trigger", "inclusion"].includes(name),
  );
  return written({ type: "file", bytes: bytesOf(markdownOf(members, body)) }, notesOf(names));
}

/** A text as a block of a file that others write too. */
export function textBlock(text: string, frontmatter: JsonObject | null): Converted {
  const body = bodyOf(text).trimEnd();
  if (body === "") return skipped("it has no text");
  const { way } = ruleOf(frontmatter);
  return written(
    { type: "block", text: body },
    way === "always" ? [] : [`the rule ${WAYS[way]}; in this file it always applies`],
  );
}

export const notesOf = (names: readonly string[]) => (names.length === 0 ? [] : [`without ${names.join(", ")}`]);
