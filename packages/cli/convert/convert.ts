/**
 * Converts an artifact into what a platform reads at a place. Pure: the same artifact and the same facts always give the same
 * content. What cannot be converted is skipped, with the reason.
 */
import type { Json, JsonObject } from "../files/place.ts";
import type { SourceArtifact } from "../sources/source.ts";
import { dataFile } from "./data-file.ts";
import { hooksByEvent } from "./hook.ts";
import { filled, leftOut, type Parts, textKeyOf } from "./keys.ts";
import { bodyOf, bytesOf, markdownOf, textOf } from "./markdown.ts";
import { mcpEntry } from "./mcp.ts";
import { notesOf, ruleFile, textBlock } from "./rule.ts";
import { type Converted, SOURCE_PLATFORM, skipped, type Target, written } from "./target.ts";

const TEXT_TYPES = ["rule_file", "context_file", "project_config", "spec_file", "progress_template"];

export function convert(artifact: SourceArtifact, target: Target): Converted {
  if (artifact.form === "value") return valueContent(artifact.type, artifact.value, target);
  const { kind, path } = target.place;
  if (artifact.type === "skill") return skillOf(artifact, target);
  const [file] = artifact.files;
  if (file === undefined || artifact.files.length > 1) return skipped("it is not one file");
  if (kind === "merge")
    return skipped(`${target.facts.platform} takes it as an entry of ${path}, whose members are not known`);
  const text = textOf(file.bytes);
  if (kind === "block") return text === undefined ? skipped("it is no text") : textBlock(text, artifact.frontmatter);
  const isMarkdown = [".md", ".mdc", ".markdown"].includes(extensionOf(file.path));
  if (!isMarkdown || text === undefined) return sameFormat(file, target);
  const parts = { ...named(artifact, target), bytes: file.bytes, text, frontmatter: artifact.frontmatter };
  if (artifact.type === "rule_file") return ruleFile(parts, target);
  if (TEXT_TYPES.includes(artifact.type)) return sameFormat(file, target);
  return promptOf(artifact.type, parts, target);
}

type Files = Exclude<SourceArtifact, { form: "value" }>;
type Prompt = Omit<Parts, "globs"> & { readonly bytes: Uint8Array; readonly frontmatter: JsonObject | null };

const extensionOf = (path: string) => /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? "";
const asText = (value: Json | undefined) => (typeof value === "string" && value.trim() !== "" ? value : undefined);

function named({ description, frontmatter }: Files, { place }: Target) {
  const name = asText(frontmatter?.name) ?? place.name;
  return { name, description: asText(frontmatter?.description) ?? description ?? undefined };
}

/** A skill is a folder. A platform that takes it as one file gets it if it has only one. */
function skillOf(artifact: Files, target: Target): Converted {
  const { place, facts } = target;
  if (place.kind !== "directory") return skipped(`${facts.platform} takes skills in a way that is not known`);
  if (/(?:^|\/)SKILL\.md$/.test(place.path)) return written({ type: "folder", files: artifact.files });
  const [file] = artifact.files;
  const text = file && textOf(file.bytes);
  if (artifact.files.length > 1 || file === undefined || text === undefined)
    return skipped(`${facts.platform} takes a skill as one file, and this one has more`);
  return promptOf(
    "skill",
    { ...named(artifact, target), bytes: file.bytes, text, frontmatter: artifact.frontmatter },
    target,
  );
}

/** What an Agent Skill begins with (agentskills.io/specification), for platforms that take commands as skills. */
const SKILL_KEYS = { name: { from: "name" }, description: { from: "description" } } as const;

/** A command or an agent: front matter and text, as Markdown or as data. */
function promptOf(type: string, prompt: Prompt, { place, facts }: Target): Converted {
  const { bytes, frontmatter } = prompt;
  const { platform } = facts;
  const isSkillFile = place.path.endsWith("/SKILL.md");
  const keys = facts.frontmatter[type] ?? (isSkillFile ? SKILL_KEYS : undefined);
  const format = place.format ?? (extensionOf(place.path).slice(1) || "md");
  const isMarkdown = ["md", "mdc", "markdown"].includes(format);
  if (isMarkdown && !isSkillFile && (platform === SOURCE_PLATFORM || keys === undefined))
    return written({ type: "file", bytes });
  if (keys === undefined)
    return skipped(`the catalogue does not say how ${platform} writes it as ${format.toUpperCase()}`);
  const text = bodyOf(prompt.text);
  const members = filled(keys, { ...prompt, text, globs: [] });
  const notes = notesOf(leftOut(frontmatter, keys));
  if (isMarkdown) {
    const own = isEqual(members, frontmatter ?? {}) ? bytes : bytesOf(markdownOf(members, text));
    // A folder with a SKILL.md is compared as a folder.
    const folder = { type: "folder", files: [{ path: "SKILL.md", bytes: own }] } as const;
    return written(isSkillFile ? folder : { type: "file", bytes: own }, notes);
  }
  if (textKeyOf(keys) === undefined) return skipped(`the catalogue does not say where ${platform} has the text of it`);
  const file = dataFile(format, members);
  return file === undefined
    ? skipped(`it cannot be written as ${format}`)
    : written({ type: "file", bytes: bytesOf(file) }, notes);
}

/** Whether two objects have the same members, in whatever order. */
const isEqual = (a: JsonObject, b: JsonObject) =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, value]) => JSON.stringify(value) === JSON.stringify(b[name]));

/** A file as it is, if the platform reads files of its kind. */
function sameFormat({ path, bytes, executable }: Files["files"][number], { place, facts }: Target): Converted {
  const [from, to] = [extensionOf(path), extensionOf(place.path)];
  const content = { type: "file", bytes, ...(executable === undefined ? {} : { executable }) } as const;
  if (from === to) return written(content);
  return skipped(`it is a ${from || "plain"} file, and ${facts.platform} takes ${to || "plain"} files`);
}

/** An MCP server or hooks: an entry of a shared file, or a file of their own. */
function valueContent(type: string, value: Json, target: Target): Converted {
  const { place, facts } = target;
  if (type === "mcp") {
    const server = mcpEntry(value, target);
    if ("skipped" in server) return server;
    if (place.kind === "merge") return written(entryContent(server.entry, type, target), server.notes);
    const key = typeof place.key === "string" ? [place.key] : (place.key ?? []);
    return key.length === 0
      ? skipped(`the catalogue does not say what a file of ${facts.platform} with an MCP server looks like`)
      : ownFile([...key, place.name], server.entry, server.notes, target);
  }
  if (type !== "hook") return skipped("it is not known how to write it");
  const converted = hooksByEvent(value, target);
  if ("skipped" in converted) return converted;
  if (place.kind !== "merge") return ownFile(["hooks"], converted.hooks, converted.notes, target);
  if (place.entry !== "by_event") return skipped(`${facts.platform} writes hooks in another shape`);
  return written(entryContent(converted.hooks, type, target), converted.notes);
}

function entryContent(value: JsonObject, type: string, { facts }: Target) {
  const members = facts.new_file[type];
  return { type: "entry", value, ...(members ? { members } : {}) } as const;
}

/** A file of data that has a value below some names. */
function ownFile(names: readonly string[], value: Json, notes: readonly string[], { place }: Target): Converted {
  const format = place.format ?? extensionOf(place.path).slice(1);
  const members = names.reduceRight<Json>((inner, name) => ({ [name]: inner }), value) as JsonObject;
  const file = dataFile(format, members);
  return file === undefined
    ? skipped(`it cannot be written as ${format}`)
    : written({ type: "file", bytes: bytesOf(file) }, notes);
}
