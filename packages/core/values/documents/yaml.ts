/** Reads YAML documents: maps, lists and scalars, without tags and merge keys. */
import type { Event } from "js-yaml";
import { invalid } from "../../fault.ts";
import { once } from "../../runtime/once.ts";
import { yamlProblem } from "./yaml-bounds.ts";
import { createYamlBuilder, MAX_LEVELS, malformedYaml, refusedYaml, tooDeepYaml } from "./yaml-builder.ts";

type Library = typeof import("./yaml-library.ts")["library"];

/** How much of the library's reason an answer has: it can quote the document. */
const MAX_REASON = 200;

const loadLibrary = once(() => import("./yaml-library.ts"));

/** Loads the library when YAML is first read: the other lock files are JSON, and it is large. */
export async function loadYaml(): Promise<(text: string) => unknown> {
  const { library } = await loadLibrary();
  return (text) => parse(library, text);
}

/**
 * Parses one document. Of the library only the parser is used, because its builder reads numbers and expands aliases unbounded.
 * Plain `null`, `true`, `false` and whole numbers of up to 15 digits are values, everything else is text
 * as it is written: a short commit such as `12e4567` is no number.
 * @throws 400 with the line if it is no YAML or has a key twice; 422 if it nests too deep, has too many parts, a tag, a merge
 * key, or a key that is no scalar
 */
function parse(library: Library, text: string): unknown {
  const problem = yamlProblem(text);
  if (problem !== undefined) throw invalid({ pointer: "", detail: problem });
  return build(library, text, eventsOf(library, text));
}

function eventsOf({ parseEvents, YAMLException }: Library, text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: MAX_LEVELS + 1 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.startsWith("nesting exceeded")) throw tooDeepYaml();
    const place = error.mark ? `Line ${error.mark.line + 1}, column ${error.mark.column + 1}: ` : "";
    throw malformedYaml(`${place}${error.reason.slice(0, MAX_REASON)}`);
  }
}

function build(library: Library, text: string, events: readonly Event[]): unknown {
  const { EVENT_ID, getScalarValue, SCALAR_STYLE } = library;
  const builder = createYamlBuilder();
  const lineAt = (position: number) => () => text.slice(0, Math.max(position, 0)).split(/\r\n?|\n/).length;
  const anchorOf = ({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }) =>
    anchorStart < 0 ? "" : text.slice(anchorStart, anchorEnd);
  let documents = 0;
  for (const event of events) {
    if ("tagStart" in event && event.tagStart >= 0)
      throw refusedYaml(`Line ${lineAt(event.tagStart)()}: tags are not supported`);
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (++documents > 1) throw malformedYaml("The body must be one document");
        break;
      case EVENT_ID.SEQUENCE:
        builder.begin("list", anchorOf(event));
        break;
      case EVENT_ID.MAPPING:
        builder.begin("map", anchorOf(event));
        break;
      case EVENT_ID.SCALAR: {
        const read = event.style === SCALAR_STYLE.PLAIN ? plainValue : asText;
        builder.scalar(getScalarValue(text, event), read, anchorOf(event), lineAt(event.valueStart));
        break;
      }
      case EVENT_ID.ALIAS:
        builder.alias(anchorOf(event), lineAt(event.anchorStart));
        break;
      case EVENT_ID.POP:
        builder.end();
        break;
    }
  }
  return builder.root();
}

const WORDS: Readonly<Record<string, boolean | null>> = {
  "": null,
  "~": null,
  null: null,
  Null: null,
  NULL: null,
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

const asText = (source: string): unknown => source;

/** Returns the value of a scalar without quotes. */
function plainValue(source: string): unknown {
  if (Object.hasOwn(WORDS, source)) return WORDS[source];
  return /^(?:0|-?[1-9][0-9]{0,14})$/.test(source) ? Number(source) : source;
}
