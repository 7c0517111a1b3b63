/**
 * Reads a Claude plugin. Its folders are at its root; `plugin.json` can name further ones.
 * https://code.claude.com/docs/en/plugins-reference
 */
import { hashEntry } from "../files/hash.ts";
import { isObject, type Json, type JsonObject } from "../files/place.ts";
import { type Found, hooks, jsonIn, servers, value } from "./artifact.ts";
import { readDocument, readDocuments, readHook, readServerFile, readSkills } from "./layout.ts";

export const PLUGIN = ".claude-plugin/plugin.json";

export async function readPlugin(found: Found): Promise<void> {
  const { reader } = found;
  let about: JsonObject = {};
  await found.add(PLUGIN, async () => {
    about = await jsonIn(reader, PLUGIN);
    return [];
  });
  const name = typeof about.name === "string" && about.name !== "" ? about.name : "plugin";
  if (reader.isFile("SKILL.md")) await readSkills(found, "");
  for (const path of paths(about.skills, "skills")) await readSkills(found, path);
  for (const type of ["command", "agent"]) {
    for (const path of paths(about[`${type}s`], `${type}s`)) {
      if (reader.isFile(path)) await readDocument(found, type, path);
      else await readDocuments(found, type, path);
    }
  }
  await readPluginHooks(found, name, about.hooks);
  for (const path of paths(about.mcpServers, ".mcp.json")) await readServerFile(found, path);
  if (isObject(about.mcpServers)) {
    for (const { read } of servers(PLUGIN, about.mcpServers)) await found.add(PLUGIN, async () => [read()]);
  }
}

/** A plugin's hooks are one artifact, named after the plugin. Those of a second file are named after it too. */
async function readPluginHooks(found: Found, name: string, named: Json | undefined): Promise<void> {
  const files = paths(named, "hooks/hooks.json").filter((path) => found.reader.isFile(path));
  for (const [i, path] of files.entries()) await readHook(found, path, i === 0 ? name : `${name}-${i + 1}`);
  if (!isObject(named)) return;
  const own = files.length === 0 ? name : `${name}-${files.length + 1}`;
  await found.add(PLUGIN, async () => [value("hook", own, PLUGIN, hooks(PLUGIN, named), hashEntry(named))]);
}

/** The default path, and those that `plugin.json` names, relative to the plugin. */
function paths(named: Json | undefined, standard: string): string[] {
  const more = [named].flat().filter((path): path is string => typeof path === "string");
  const plain = more.map((path) => path.replace(/^\.\//, "").replace(/\/$/, ""));
  return [...new Set([standard, ...plain])];
}
