/** Checks the bounds of a YAML document before it is parsed, because a parser keeps an event for each part of it. */

/**
 * How many parts a document can have: lines, list items, and brackets and commas, wherever they are. A lock file of 4 MiB has
 * some 190,000.
 */
const MAX_PARTS = 250_000;

const NUL = 0;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const COMMA = 44;
const DASH = 45;
const QUESTION_MARK = 63;
const BRACKET = 91;
const BRACE = 123;

/** Returns why a document is refused before it is parsed, with the line. Undefined: it can be parsed. One pass. */
export function yamlProblem(text: string): string | undefined {
  let parts = 0;
  let line = 1;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case LINE_FEED:
        line++;
        parts++;
        break;
      case CARRIAGE_RETURN:
        // Alone it ends a line too (YAML 1.2.2, section 5.4).
        if (text.charCodeAt(i + 1) === LINE_FEED) break;
        line++;
        parts++;
        break;
      case COMMA:
      case BRACKET:
      case BRACE:
        parts++;
        break;
      case DASH:
      case QUESTION_MARK:
        if (text.charCodeAt(i + 1) === SPACE) parts++;
        break;
      case NUL:
        return `Line ${line}: a null character is not allowed`;
    }
    if (parts > MAX_PARTS) return `Line ${line}: the document has more than ${MAX_PARTS} lines and items`;
  }
  return undefined;
}
