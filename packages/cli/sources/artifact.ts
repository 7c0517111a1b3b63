/** Makes artifacts of what a source has: Markdown files, skills, MCP servers and hooks. */
import { EditError } from "../files/edit/format.ts";
import { loadFormat } from "../files/edit/formats.ts";
import { splitBom } from "../files/edit/text.ts";
import { hashBytes, hashEntry, hashFolder } from "../files/hash.ts";
import { isObject, type Json, type JsonObject } from "../files/place.ts";
import { descriptionIn, frontmatterOf } from "./frontmatter.ts";
import { type Reader, textIn, Unusable, under } from "./reader.ts";
import type { SourceArtifact, SourceProblem } from "./source.ts";

/** Collects artifacts and problems. */
export type Found = {
  readonly reader: Reader;
  /** Adds artifacts, or the reason why they cannot be read. */
  add(path: string, read: () => Promise<readonly SourceArtifact[]>): Promise<void>;
  /** Names a problem that leaves no artifact out. */
  note(problem: SourceProblem): void;
};

export const fileName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
export const stem = (path: string) => fileName(path).replace(/\.[^.]+$/, "");

/** A skill: a folder with a SKILL.md. */
export async function skill({ reader, note }: Found, path: string, name: string): Promise<SourceArtifact> {
  const files = reader.folder(path);
  const main = files.find((file) => file.path === "SKILL.md");
  if (main === undefined) throw new Unusable("missing", path, `${path} has no SKILL.md`);
  const about = await markdown({ note }, under(path, "SKILL.md"), main.bytes);
  return { type: "skill", name, path, content_hash: hashFolder(files), ...about, form: "folder", files };
}

/** An artifact that is one Markdown file. */
export async function document(
  { reader, note }: Found,
  type: string,
  path: string,
  name: string,
): Promise<SourceArtifact> {
  const file = reader.file(path);
  const about = await markdown({ note }, path, file.bytes);
  return { type, name, path, content_hash: hashBytes(file.bytes), ...about, form: "file", files: [file] };
}

/** An artifact of another type that is a folder. */
export function folder({ reader }: Found, type: string, path: string, name: string): SourceArtifact {
  const files = reader.folder(path);
  const about = { description: null, frontmatter: null };
  return { type, name, path, content_hash: hashFolder(files), ...about, form: "folder", files };
}

async function markdown({ note }: Pick<Found, "note">, path: string, bytes: Uint8Array) {
  const text = textIn(path, bytes);
  if (text.trim() === "") throw new Unusable("empty", path, `${path} is empty`);
  const { value, problem } = await frontmatterOf(text);
  if (problem !== null) note({ code: "malformed", path, detail: `${path}: ${problem}` });
  return { frontmatter: value, description: descriptionIn(value) };
}

/** A JSON file. Comments are allowed. @throws Unusable */
export async function jsonIn(reader: Reader, path: string): Promise<JsonObject> {
  const { body } = splitBom(reader.text(path));
  if (body.trim() === "") throw new Unusable("empty", path, `${path} is empty`);
  try {
    const value = (await loadFormat("json")).parse(body);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    throw new Unusable("malformed", path, `${path}:${error.line}:${error.column}: ${error.message}`);
  }
  throw new Unusable("malformed", path, `${path} is not an object`);
}

/** A plugin's own folder, which is there only where the plugin is installed. */
const PLUGIN_ROOT = "$" + "{CLAUDE_PLUGIN_ROOT}";

export function value(
  type: "mcp" | "hook",
  name: string,
  path: string,
  settings: Json,
  content_hash: string,
  description: string | null = null,
): SourceArtifact {
  if (JSON.stringify(settings).includes(PLUGIN_ROOT))
    throw new Unusable("unsupported", path, `${name} in ${path} needs the files of its plugin (${PLUGIN_ROOT})`);
  return { type, name, path, content_hash, description, frontmatter: null, form: "value", value: settings };
}

/** The MCP servers of a file that can have several. */
export function servers(path: string, file: JsonObject): { name: string; read: () => SourceArtifact }[] {
  const all = isObject(file.mcpServers) ? file.mcpServers : file;
  return Object.entries(all).map(([name, settings]) => ({
    name,
    read: () => value("mcp", name, path, server(path, name, settings), hashEntry(settings)),
  }));
}

/** An MCP server: it has a command or an address. @throws Unusable */
export function server(path: string, name: string, settings: Json): JsonObject {
  const isServer =
    isObject(settings) && ["command", "url", "httpUrl", "serverUrl"].some((key) => Object.hasOwn(settings, key));
  if (isServer) return settings;
  throw new Unusable("malformed", path, `${name} in ${path} has neither a command nor a url`);
}

/** The hooks of a file: lists of groups by event, at its root or as its member `hooks`. @throws Unusable */
export function hooks(path: string, file: JsonObject): JsonObject {
  const events = isObject(file.hooks) ? file.hooks : file;
  const names = Object.keys(events);
  const isByEvent = names.length > 0 && names.every((event) => Array.isArray(events[event]));
  if (isByEvent) return events;
  throw new Unusable("malformed", path, `${path} has no lists of hooks by event`);
}
