/** Reads a SkillMeat collection: `collection.toml` lists artifacts by type, name and path. */
import { EditError } from "../files/edit/format.ts";
import { loadFormat } from "../files/edit/formats.ts";
import { splitBom } from "../files/edit/text.ts";
import { isObject, type Json, type JsonObject } from "../files/place.ts";
import { document, type Found, folder, skill } from "./artifact.ts";
import { readFolder, readHook, readServer } from "./layout.ts";
import { Unusable } from "./reader.ts";

export const MANIFEST = "collection.toml";

/** An artifact as the manifest lists it. */
type Listed = {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly description: string | null;
};

/** Reads the artifacts of the manifest, then those that are there and not listed. */
export async function readCollection(found: Found): Promise<void> {
  const listed = await manifest(found);
  for (const each of listed) await readListed(found, each);
  const known = new Set(listed.map(({ path }) => path));
  await readFolder({
    ...found,
    add: async (path, read) => {
      if (!known.has(path)) await found.add(path, read);
    },
  });
}

async function readListed(found: Found, { type, name, path, description }: Listed): Promise<void> {
  const { reader } = found;
  if (type === "mcp" && reader.look(path)) return readServer(found, path, name);
  if (type === "hook" && reader.look(path)) return readHook(found, path, name);
  await found.add(path, async () => {
    if (!reader.look(path)) throw new Unusable("missing", path, `${path} is listed in ${MANIFEST} and not there`);
    const artifact =
      type === "skill"
        ? await skill(found, path, name)
        : reader.isFolder(path)
          ? folder(found, type, path, name)
          : await document(found, type, path, name);
    return [{ ...artifact, description: artifact.description ?? description }];
  });
}

async function manifest(found: Found): Promise<Listed[]> {
  const listed: Listed[] = [];
  await found.add(MANIFEST, async () => {
    const { body } = splitBom(found.reader.text(MANIFEST));
    const artifacts = at(await tomlIn(body), "artifacts");
    for (const entry of Array.isArray(artifacts) ? artifacts : []) listed.push(listedIn(entry));
    return [];
  });
  return listed;
}

function listedIn(entry: Json): Listed {
  const [type, name, path] = ["type", "name", "path"].map((key) => at(entry, key));
  if (typeof type !== "string" || typeof name !== "string" || typeof path !== "string")
    throw new Unusable("malformed", MANIFEST, `${MANIFEST} lists an artifact without type, name or path`);
  const description = at(at(entry, "metadata"), "description");
  const plain = path.replaceAll("\\", "/").replace(/^\.\//, "").replace(/\/$/, "");
  return { type, name, path: plain, description: typeof description === "string" ? description : null };
}

const at = (value: Json | undefined, key: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

async function tomlIn(text: string): Promise<JsonObject> {
  try {
    return (await loadFormat("toml")).parse(text) as JsonObject;
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    throw new Unusable("malformed", MANIFEST, `${MANIFEST}:${error.line}:${error.column}: ${error.message}`);
  }
}
