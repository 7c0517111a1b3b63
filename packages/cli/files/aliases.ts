/** The paths of one file: where folders are links to others, places have it under several. */
import type { Paths } from "./paths.ts";
import type { State } from "./state.ts";

/** Returns all paths that places have of the file at a path, and the path itself. */
export type Aliases = (path: string) => Iterable<string>;

/** @param state the state at the beginning of a run, whose places are known at once */
export function createAliases({ locate }: Paths, state: State): Aliases {
  let all: Map<string, Set<string>> | undefined;
  const add = (files: Map<string, Set<string>>, path: string): Set<string> => {
    const location = locate(path);
    const known = files.get(location) ?? new Set();
    files.set(location, known.add(path));
    return known;
  };
  return (path) => {
    if (all === undefined) {
      all = new Map();
      for (const { files } of state.places.values()) for (const name of Object.keys(files ?? {})) add(all, name);
    }
    return add(all, path);
  };
}
