/** Sources: folders of artifacts. */
import type { ContentFile, Json, JsonObject } from "../files/place.ts";

/** An artifact of a source. */
export type SourceArtifact = {
  readonly type: string;
  readonly name: string;
  /** The file or folder where it was found, relative to the source. */
  readonly path: string;
  /**
   * SkillMeat's hash of the artifact's file or folder. Of an entry of a file that has several, such as `.mcp.json`, the hash
   * of its RFC 8785 JSON.
   */
  readonly content_hash: string;
  readonly description: string | null;
  /** The front matter of its Markdown file. null: it has none. */
  readonly frontmatter: JsonObject | null;
} & SourceContent;

export type SourceContent =
  /** A folder's files are relative to it. A single file has its own name as path. */
  | { readonly form: "folder" | "file"; readonly files: readonly ContentFile[] }
  /** An MCP server's settings, or hooks by event. */
  | { readonly form: "value"; readonly value: Json };

/** Something in a source that cannot be used as it is, and why. */
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
    | "missing"
    | "unsupported";
  /** Relative to the source. */
  readonly path: string;
  /** One or two lines. */
  readonly detail: string;
};

export type Source = {
  readonly layout: "collection" | "plugin" | "folder";
  /** Sorted by type and name. */
  readonly artifacts: readonly SourceArtifact[];
  /** Sorted by path. Of an artifact with a malformed front matter only the front matter is left out. */
  readonly problems: readonly SourceProblem[];
};
