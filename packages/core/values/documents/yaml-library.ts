/** What of the YAML library is used. It is loaded on demand, and imports nothing else, so that bundles have no more of it. */
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";

export const library = { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException };
