/** Checks the bounds of a JSON document before it is parsed. Bodies of up to 128 KiB need none. */

/** How deep objects and arrays can nest in the text, and how many of them, of their members and items it can have. */
const MAX_LEVELS = 64;
const MAX_PARTS = 250_000;

/** Returns why a document is refused before it is parsed. Undefined: it can be parsed. One pass. */
export function jsonProblem(text: string): string | undefined {
  let levels = 0;
  let parts = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '"':
        i = endOfString(text, i);
        break;
      case "[":
      case "{":
        levels++;
        parts++;
        break;
      case "]":
      case "}":
        levels--;
        break;
      case ",":
        parts++;
        break;
    }
    if (levels > MAX_LEVELS) return `Objects and arrays nest deeper than ${MAX_LEVELS} levels`;
    if (parts > MAX_PARTS) return `The document has more than ${MAX_PARTS} members and items`;
  }
  return undefined;
}

/** Returns the position of the quote that ends a string. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
