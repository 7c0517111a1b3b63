/**
 * Blocks: marked sections of a text file that others write too. The markers are lines of their own, comments of the file's
 * format. The text between them is ours; all else stays, byte for byte.
 */
import { EditError, type Edited, type Notes, noteOf, withNote, withoutNote } from "./format.ts";
import { beforeEol, endOfContent, eolOf, isBlank, positionOf, splice, splitBom, withEol } from "./text.ts";

/** How a format writes a comment. Markdown's is that of HTML. */
const hashed = (text: string) => `# ${text}`;
const html = (text: string) => `<!-- ${text} -->`;

/** Formats whose comments begin with a number sign. */
const HASHED: ReadonlySet<string> = new Set(["toml", "yaml", "sh", "gitignore", "ini", "conf", "properties"]);

type Markers = { readonly begin: string; readonly end: string };

/** The markers of a block. @param name tells the block apart from others of the file */
export function markersOf(format: string, name: string): Markers {
  const comment = HASHED.has(format) ? hashed : html;
  return { begin: comment(`skillmeat:begin ${escaped(name)}`), end: comment(`skillmeat:end ${escaped(name)}`) };
}

/** A name without what would end a comment. */
const escaped = (name: string) =>
  name.replace(/[<>~\r\n]/g, (c) => `~${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

type Found = {
  /** Where the line of the first marker begins, and that of the last one ends, without its line end. */
  readonly start: number;
  readonly end: number;
  /** The text between the markers' lines. */
  readonly inner: string;
};

/** @throws EditError if a marker is without its counterpart, or there twice */
function find(text: string, { begin, end }: Markers): Found | undefined {
  const begins = linesThatAre(text, begin);
  const ends = linesThatAre(text, end);
  const [first, second] = [begins[0], begins[1] ?? ends[1]];
  if (second !== undefined) throw broken(text, second.start, "this marker is there twice");
  const last = ends[0];
  if (first === undefined && last === undefined) return undefined;
  if (first === undefined || last === undefined || last.start < first.end) {
    throw broken(text, (first ?? last)?.start ?? 0, `this marker has no line ${first === undefined ? begin : end}`);
  }
  return {
    start: first.start,
    end: last.end,
    inner: text.slice(first.next, Math.max(first.next, beforeEol(text, last.start))),
  };
}

const broken = (text: string, offset: number, message: string) =>
  new EditError("malformed", message, positionOf(text, offset));

/** The lines that are a marker, whatever spaces are around it. */
function linesThatAre(text: string, marker: string): { start: number; end: number; next: number }[] {
  const found = [];
  for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker, at + marker.length)) {
    const start = text.lastIndexOf("\n", at - 1) + 1;
    const feed = text.indexOf("\n", at);
    const next = feed === -1 ? text.length : feed + 1;
    const end = feed === -1 ? next : beforeEol(text, next);
    if (text.slice(start, end).trim() === marker) found.push({ start, end, next });
  }
  return found;
}

/** A text as it is between markers: with line feeds, and without one at its end. */
export const blockText = (text: string) => withEol(text, "\n").replace(/\n$/, "");

/** Returns the text between the markers, with line feeds. undefined: there is no block. */
export function readBlock(text: string, markers: Markers): string | undefined {
  const found = find(text, markers);
  return found && withEol(found.inner, "\n");
}

/** Sets the text between the markers. A new block goes to the end of the file. @throws EditError as `readBlock` */
export function setBlock(text: string, markers: Markers, content: string, notes: Notes): Edited {
  const own = blockText(content);
  if (linesThatAre(own, markers.begin).length + linesThatAre(own, markers.end).length > 0)
    throw new EditError("unsupported", "the text has a line that is its own marker");
  const { bom, body } = splitBom(text);
  const eol = eolOf(body);
  const block = withEol(`${markers.begin}\n${own === "" ? "" : `${own}\n`}${markers.end}`, eol);
  const found = find(body, markers);
  if (found) return { text: bom + splice(body, found.start, found.end, block), notes };
  if (isBlank(body)) return { text: `${bom}${block}${eol}`, notes: withNote(notes, [], { blank: body }) };
  const at = endOfContent(body);
  return { text: bom + splice(body, at, at, `${eol}${eol}${block}`), notes };
}

/** Removes a block with the empty line before it. */
export function removeBlock(text: string, markers: Markers, notes: Notes): Edited {
  const { bom, body } = splitBom(text);
  const found = find(body, markers);
  if (found === undefined) return { text, notes };
  const rest = splice(body, beforeEol(body, beforeEol(body, found.start)), found.end);
  const note = noteOf(notes, []);
  if (!isBlank(rest) || note === undefined || !("blank" in note)) return { text: bom + rest, notes };
  return { text: bom + note.blank, notes: withoutNote(notes, []) };
}
