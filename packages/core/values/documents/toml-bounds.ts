/** Checks the bounds of a TOML document before it is parsed, because a parser builds whatever a document asks for. */

/** How deep tables and arrays can nest in the text. A parsed document is held to 32 levels, with a pointer. */
export const MAX_LEVELS = 64;
/** How many keys, tables and items a document can have. A tracker of 5,000 rows has some 100,000. */
const MAX_PARTS = 200_000;
/** How many tables with a header it can have, and how many keys a table. A tracker has a table for each of 5,000 rows. */
const MAX_TABLES = 20_000;
const MAX_KEYS = 1_000;
/** How many digits a number can have. The largest TOML integer has 19, and 64 in binary. */
const MAX_DIGITS = 100;

/** Returns why a document is refused before it is parsed, with the line. Undefined: it can be parsed. One pass. */
export function tomlProblem(text: string): string | undefined {
  /** The dots of the key before each open bracket: a dotted key nests as deep as it has parts. */
  const open: number[] = [];
  let levels = 0;
  let dots = 0;
  let parts = 0;
  let tables = 0;
  let keys = 0;
  let isLineStart = true;
  let digits = 0;
  let line = 1;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    digits = c >= "0" && c <= "9" ? digits + 1 : c === "_" ? digits : 0;
    if (digits > MAX_DIGITS) return `Line ${line}: a number has more than ${MAX_DIGITS} digits`;
    // The header of a table: a bracket that begins a line outside of all others.
    if (isLineStart && c === "[" && open.length === 0) {
      tables++;
      keys = 0;
    }
    isLineStart = c === "\n" || (isLineStart && (c === " " || c === "\t"));
    switch (c) {
      case "\n":
        line++;
        dots = 0;
        break;
      case "#":
        i = before(text.indexOf("\n", i), text);
        break;
      case '"':
      case "'": {
        const end = endOfString(text, i, c);
        // Only up to its end: a search for the next line break would read the rest of a long line for each string.
        for (; i < end; i++) if (text[i] === "\n") line++;
        break;
      }
      case "[":
      case "{":
        open.push(dots);
        levels += dots + 1;
        dots = 0;
        parts++;
        break;
      case "]":
      case "}":
        levels -= open.length === 0 ? 0 : (open.at(-1) as number) + 1;
        dots = open.pop() ?? 0;
        break;
      case ",":
        dots = 0;
        parts++;
        break;
      case "=":
        parts++;
        if (open.length === 0) keys++;
        break;
      case ".":
        dots++;
        parts++;
        break;
    }
    if (levels + dots > MAX_LEVELS) return `Line ${line}: tables and arrays nest deeper than ${MAX_LEVELS} levels`;
    if (tables > MAX_TABLES) return `Line ${line}: the document has more than ${MAX_TABLES} tables`;
    if (keys > MAX_KEYS) return `Line ${line}: a table has more than ${MAX_KEYS} keys`;
    if (parts > MAX_PARTS) return `Line ${line}: the document has more than ${MAX_PARTS} keys, tables and items`;
  }
  return undefined;
}

/** The position before one that was found, or the end of the text. */
const before = (found: number, text: string) => (found === -1 ? text.length : found - 1);

/** Returns the position of the last character of a string that begins at `start`. */
function endOfString(text: string, start: number, quote: string): number {
  const isLong = text.startsWith(quote.repeat(3), start);
  const closing = isLong ? quote.repeat(3) : quote;
  for (let i = start + closing.length; i < text.length; i++) {
    const c = text[i];
    if (c === "\\" && quote === '"') i++;
    else if (c === "\n" && !isLong) return i - 1;
    else if (text.startsWith(closing, i)) return isLong ? endOfQuotes(text, i, quote) : i;
  }
  return text.length;
}

/** Returns the position of the last closing quote of a long string: before the three, the value can end in two more. */
function endOfQuotes(text: string, start: number, quote: string): number {
  let end = start + 2;
  while (end < start + 4 && text[end + 1] === quote) end++;
  return end;
}
