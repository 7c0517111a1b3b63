/**
 * The entries of the catalogue, as the service reads them: from catalogue.json, which `npm run generate` derives from catalogue.ts.
 * The file lies beside the bundle, so that a bundle has the code alone, and is read when a platform is asked for.
 */
import { readFileSync } from "node:fs";
import { entriesOf } from "./catalogue-file.ts";

/** The entries, in the order in which the API lists them. */
export const ENTRIES = entriesOf(readFileSync(new URL("catalogue.json", import.meta.url), "utf8"));
