/** Reads a folder of artifacts: a SkillMeat collection, a Claude plugin, or a folder with skills and other artifacts. */
import type { Disk } from "../files/disk.ts";
import { comparePaths } from "../files/hash.ts";
import type { Found } from "./artifact.ts";
import { MANIFEST, readCollection } from "./collection.ts";
import { readFolder } from "./layout.ts";
import { PLUGIN, readPlugin } from "./plugin.ts";
import { createReader, Unusable } from "./reader.ts";
import type { Source, SourceArtifact, SourceProblem } from "./source.ts";

/** Reads a source. What cannot be used is named in `problems`; all else is read. @throws FileError if it is no folder */
export async function readSource(disk: Disk, dir: string): Promise<Source> {
  const reader = createReader(disk, dir);
  const artifacts = new Map<string, SourceArtifact>();
  const problems = new Map<string, SourceProblem>();
  const note = (problem: SourceProblem) => {
    problems.set(JSON.stringify([problem.path, problem.code, problem.detail]), problem);
  };
  const found: Found = {
    reader,
    note,
    async add(_path, read) {
      try {
        for (const artifact of await read()) addArtifact(artifacts, artifact);
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        note(error.problem);
      }
    },
  };
  const layout = reader.isFile(MANIFEST) ? "collection" : reader.isFile(PLUGIN) ? "plugin" : "folder";
  await { collection: readCollection, plugin: readPlugin, folder: readFolder }[layout](found);
  return {
    layout,
    artifacts: [...artifacts.values()].sort((a, b) => comparePaths(a.type, b.type) || comparePaths(a.name, b.name)),
    problems: [...problems.values()].sort((a, b) => comparePaths(a.path, b.path)),
  };
}

function addArtifact(artifacts: Map<string, SourceArtifact>, artifact: SourceArtifact): void {
  const { type, name, path } = artifact;
  const problem = nameProblem(name);
  if (problem) throw new Unusable("invalid-name", path, `${JSON.stringify(name)} is not a name: it ${problem}`);
  const id = `${type}:${name.normalize("NFC")}`;
  const first = artifacts.get(id);
  if (first === undefined) artifacts.set(id, artifact);
  else if (first.path !== path || artifact.form === "value")
    throw new Unusable("duplicate", path, `${path} is a second ${type} called ${name}, after ${first.path}`);
}

/** C0 and C1 control characters and DEL, and characters that change the display order of a text (Unicode UAX #9). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern exists to reject them
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Why a name is refused, by the rules of the API. */
function nameProblem(name: string): string | undefined {
  if (name.trim() === "") return "is blank";
  if (name !== name.trim()) return "begins or ends with a space";
  if (Buffer.byteLength(name.normalize("NFC")) > 256) return "is longer than 256 bytes";
  if (UNSAFE.test(name)) return "has control characters";
  return name.includes("\uFFFD") ? "is not UTF-8" : undefined;
}
