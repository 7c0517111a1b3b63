/** Which places have a file. Two profiles can share a folder, and where folders are links to others, a file has several paths. */
import type { Paths } from "./paths.ts";
import { ownOf, type State, type Written } from "./state.ts";

/** The paths that places have of one file, and the places that have it or had it. */
export type Shares = { readonly paths: ReadonlySet<string>; readonly ids: ReadonlySet<string> };

/** Finds who shares the file at a path. @param id a place that has it now, or will have it */
export type FindShares = (path: string, id?: string) => Shares;

/** @param state the state at the beginning of a run, whose places are looked at when the first file is asked for */
export function createFindShares({ locate }: Paths, state: State): FindShares {
  let files: Map<string, { paths: Set<string>; ids: Set<string> }> | undefined;
  const add = (all: NonNullable<typeof files>, path: string, id: string | undefined): Shares => {
    const location = locate(path);
    const known = all.get(location) ?? { paths: new Set(), ids: new Set() };
    known.paths.add(path);
    if (id !== undefined) known.ids.add(id);
    all.set(location, known);
    return known;
  };
  return (path, id) => {
    if (files === undefined) {
      files = new Map();
      for (const [place, { files: own }] of state.places)
        for (const name of Object.keys(own ?? {})) add(files, name, place);
    }
    return add(files, path, id);
  };
}

/** Another place that has a file of its own. Two profiles can share a folder, such as `.agents/skills`. */
export function otherOwner(
  state: State,
  id: string,
  { paths, ids }: Shares,
): { id: string; written: Written } | undefined {
  for (const other of ids) {
    if (other === id) continue;
    for (const path of paths) {
      const written = ownOf(state.places.get(other)?.files, path);
      if (written && written.hash !== null) return { id: other, written };
    }
  }
  return undefined;
}
