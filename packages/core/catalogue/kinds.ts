/** What an artifact is at its location. */

/** `directory`: a file of its own. `file`: a whole file. `merge`: an entry, `block`: a section of a shared file. */
export const KINDS = ["directory", "file", "merge", "block"] as const;
/** How an entry lies in a shared file. */
export const ENTRIES = ["by_name", "list", "by_event"] as const;
