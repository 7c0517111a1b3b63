/** Finds the artifacts of a folder by the names of its folders, which all layouts share. */
import { isJunk } from "../files/folder.ts";
import { hashBytes, hashFolder } from "../files/hash.ts";
import { isObject, type Json, type JsonObject } from "../files/place.ts";
import { document, type Found, fileName, hooks, jsonIn, server, servers, skill, stem, value } from "./artifact.ts";
import { type Reader, Unusable, under } from "./reader.ts";

/** Files that tell people about a folder, and are no artifacts. */
const ABOUT = /^(?:readme|license|changelog|contributing)\b/i;

/** So deep nested folders are searched. */
const MOST_LEVELS = 8;

/** Reads all skills in a folder, at any depth. */
export async function readSkills(found: Found, folder: string): Promise<void> {
  const { reader } = found;
  const seen = new Set<string>();
  const visit = async (path: string, level: number): Promise<void> => {
    const here = reader.isFolder(path) ? reader.look(path) : undefined;
    if (here === undefined || level > MOST_LEVELS || seen.has(here.real)) return;
    seen.add(here.real);
    if (reader.isFile(under(path, "SKILL.md"))) {
      await found.add(path, async () => [await skill(found, path, path === "" ? fileName(here.real) : fileName(path))]);
      return;
    }
    const names = await namesIn(found, path);
    // A folder that is linked too has its own name, not that of the link.
    const isLink = (name: string) =>
      reader.isFolder(under(path, name)) && !reader.look(under(path, name))?.real.endsWith(`/${name}`);
    for (const name of names.filter((each) => !isLink(each))) await visit(under(path, name), level + 1);
    for (const name of names.filter(isLink)) await visit(under(path, name), level + 1);
  };
  await visit(folder, 0);
}

/** The names in a folder that can be artifacts or have some. Links that lead out are named as problems. */
async function namesIn(found: Found, folder: string): Promise<string[]> {
  const names: string[] = [];
  await found.add(folder, async () => {
    names.push(...found.reader.names(folder).filter((name) => !name.startsWith(".") && !isJunk(name)));
    return [];
  });
  for (const name of names) {
    await found.add(under(folder, name), async () => {
      found.reader.look(under(folder, name));
      return [];
    });
  }
  return names;
}

/** Reads the Markdown files in a folder, at any depth. */
export async function readDocuments(found: Found, type: string, folder: string): Promise<void> {
  const visit = async (path: string, level: number): Promise<void> => {
    if (level > MOST_LEVELS || !found.reader.isFolder(path)) return;
    for (const name of await namesIn(found, path)) {
      const inner = under(path, name);
      if (isMarkdown(name) && found.reader.isFile(inner)) await readDocument(found, type, inner);
      else await visit(inner, level + 1);
    }
  };
  await visit(folder, 0);
}

const isMarkdown = (name: string) => name.endsWith(".md") && !ABOUT.test(name);

export const readDocument = (found: Found, type: string, path: string, name = stem(path)) =>
  found.add(path, async () => [await document(found, type, path, name)]);

/** Reads the MCP servers of a folder: `NAME.json`, or a folder with `.mcp.json` or `mcp.json`. */
async function readServers(found: Found, folder: string): Promise<void> {
  if (!found.reader.isFolder(folder)) return;
  for (const name of await namesIn(found, folder)) {
    const path = under(folder, name);
    if (name.endsWith(".json") && found.reader.isFile(path)) await readServer(found, path, stem(name));
    if (found.reader.isFolder(path)) await readServer(found, path, name);
  }
}

/** Reads one MCP server: a file, or a folder that has it. */
export const readServer = (found: Found, path: string, name: string) =>
  found.add(path, async () => {
    const { reader } = found;
    const file = settingsFile(reader, path, ["mcp.json", ".mcp.json", "server.json"]);
    const settings = ownServer(file, name, await jsonIn(reader, file));
    return [value("mcp", name, path, server(file, name, settings), hashAt(reader, path))];
  });

/** The settings of one server in a file of its own, which can be wrapped like those of several. */
function ownServer(path: string, name: string, file: JsonObject): Json {
  const all = file.mcpServers;
  if (!isObject(all)) return file;
  const [only, second] = Object.values(all);
  if (Object.hasOwn(all, name)) return all[name] as Json;
  if (only !== undefined && second === undefined) return only;
  throw new Unusable("malformed", path, `${path} has several servers or none, and none is called ${name}`);
}

const hashAt = (reader: Reader, path: string) =>
  reader.isFolder(path) ? hashFolder(reader.folder(path)) : hashBytes(reader.file(path).bytes);

/** The file with the settings of an artifact that can be a folder. */
const settingsFile = (reader: Reader, path: string, names: readonly string[]): string =>
  reader.isFolder(path)
    ? under(path, names.find((name) => reader.isFile(under(path, name))) ?? (names[0] as string))
    : path;

/** Reads the servers of a file such as `.mcp.json`. */
export async function readServerFile(found: Found, path: string): Promise<void> {
  if (!found.reader.look(path)) return;
  await found.add(path, async () => {
    for (const { read } of servers(path, await jsonIn(found.reader, path))) await found.add(path, async () => [read()]);
    return [];
  });
}

/** Reads the hooks of a folder: `NAME.json`, or a folder with `settings.json` or `hooks.json`. */
async function readHooks(found: Found, folder: string): Promise<void> {
  if (!found.reader.isFolder(folder)) return;
  for (const name of await namesIn(found, folder)) {
    const path = under(folder, name);
    if (name.endsWith(".json") && found.reader.isFile(path)) await readHook(found, path, stem(name));
    const isFolder = ["settings.json", "hooks.json"].some((file) => found.reader.isFile(under(path, file)));
    if (isFolder) await readHook(found, path, name);
  }
}

/** Reads the hooks of an artifact: a file, or a folder that has it. */
export const readHook = (found: Found, path: string, name: string) =>
  found.add(path, async () => {
    const { reader } = found;
    const file = await jsonIn(reader, settingsFile(reader, path, ["settings.json", "hooks.json"]));
    const description = typeof file.description === "string" ? file.description : null;
    return [value("hook", name, path, hooks(path, file), hashAt(reader, path), description)];
  });

/** The artifacts of a folder, by the names of its folders. */
export async function readFolder(found: Found, folder = ""): Promise<void> {
  await readSkills(found, folder);
  await readDocuments(found, "command", under(folder, "commands"));
  await readDocuments(found, "agent", under(folder, "agents"));
  await readDocuments(found, "rule_file", under(folder, "rules"));
  await readHooks(found, under(folder, "hooks"));
  await readServers(found, under(folder, "mcp"));
  await readServerFile(found, under(folder, ".mcp.json"));
}
