/** Reads a folder of artifacts: a SkillMeat collection, a folder of skills, or a Claude plugin. */
import type { Disk } from "../files/disk.ts";
import type { ContentFile, Json, JsonObject } from "../files/place.ts";

/** An artifact of a source. */
export type SourceArtifact = {
  readonly type: string;
  readonly name: string;
  /** Where it was found, relative to the source. */
  readonly path: string;
  /** SkillMeat's hash of a file or a folder; of an entry (an MCP server, hooks) the hash of its RFC 8785 JSON. */
  readonly content_hash: string;
  readonly description: string | null;
  /** The front matter of its Markdown file. null: it has none. */
  readonly frontmatter: JsonObject | null;
} & (
  | /** The artifact's files. A skill's are relative to its folder; others have one file. */ {
      readonly form: "files";
      readonly files: readonly ContentFile[];
    }
  | /** An MCP server's settings, or hooks by event. */ { readonly form: "value"; readonly value: Json }
);

/** Something in a source that was left out, and why. */
export type SourceProblem = {
  readonly code:
    | "unreadable"
    | "binary"
    | "too-large"
    | "empty"
    | "malformed"
    | "duplicate"
    | "invalid-name"
    | "outside"
    | "missing";
  /** Relative to the source. */
  readonly path: string;
  /** One or two lines. */
  readonly detail: string;
};

export type Source = {
  readonly layout: "collection" | "plugin" | "folder";
  /** Sorted by type and name. */
  readonly artifacts: readonly SourceArtifact[];
  /** Sorted by path. */
  readonly problems: readonly SourceProblem[];
};

/** Reads a source. What cannot be read is named in `problems`; all else is read. @throws FileError if it is no folder */
export async function readSource(_disk: Disk, _dir: string): Promise<Source> {
  throw new Error("not made yet");
}
