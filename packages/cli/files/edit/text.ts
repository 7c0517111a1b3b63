/** Texts as files have them: the byte order mark, line ends, lines and columns. */
const BOM = "\uFEFF";

/** Splits a byte order mark off a text. */
export const splitBom = (text: string): { bom: string; body: string } =>
  text.startsWith(BOM) ? { bom: BOM, body: text.slice(BOM.length) } : { bom: "", body: text };

/** The line end of a text: that of its first line. A text of one line has line feeds. */
export function eolOf(text: string): "\n" | "\r\n" {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** Returns a text with other line ends. */
export const withEol = (text: string, eol: "\n" | "\r\n") => {
  const unified = text.replaceAll("\r\n", "\n");
  return eol === "\n" ? unified : unified.replaceAll("\n", eol);
};

/** The line and column of an offset, both from 1. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - start + 1 };
}

/** The offset at which the line of an offset begins. */
export const lineStart = (text: string, offset: number) => text.lastIndexOf("\n", offset - 1) + 1;

/** The offset of the line end of the line of an offset: before its line feed, and before the carriage return of that. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf("\n", offset);
  if (feed === -1) return text.length;
  return feed > offset && text[feed - 1] === "\r" ? feed - 1 : feed;
}

/** The offset after the line end that begins at an offset. */
export const afterEol = (text: string, offset: number) => {
  if (text.startsWith("\r\n", offset)) return offset + 2;
  return text[offset] === "\n" ? offset + 1 : offset;
};

/** The offset before the line end that ends at an offset. */
export const beforeEol = (text: string, offset: number) => {
  if (text[offset - 1] !== "\n") return offset;
  return text[offset - 2] === "\r" ? offset - 2 : offset - 1;
};

/** Whether a text has only spaces, tabs and line ends. */
export const isBlank = (text: string) => /^[ \t\r\n]*$/.test(text);

/** The spaces and tabs with which the line of an offset begins. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (text[end] === " " || text[end] === "\t") end++;
  return text.slice(start, end);
}

/** Whether only spaces and tabs are before an offset on its line. */
export const startsLine = (text: string, offset: number) => isBlank(text.slice(lineStart(text, offset), offset));

/** The end of the last line that is not blank, without its line end. 0: all lines are blank. */
export function endOfContent(text: string): number {
  let last = text.length;
  while (last > 0 && isBlank(text[last - 1] as string)) last--;
  return last === 0 ? 0 : lineEnd(text, last);
}

/** Replaces a part of a text. */
export const splice = (text: string, start: number, end: number, insert = "") =>
  text.slice(0, start) + insert + text.slice(end);
