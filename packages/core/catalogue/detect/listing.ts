/** Paths of a listing, as `git ls-files`, `find .` or a file explorer gives them. */

const HOME = "~/";

/** Returns a listed path as the catalogue writes paths: `/` as separator, without `./` before it and `/` after it. */
export function cleanPath(listed: string): string {
  const path = listed.replaceAll("\\", "/");
  const segments = path.split("/").filter((segment, n) => segment !== "." && (segment !== "" || n === 0));
  return segments.join("/");
}

/** Returns what is wrong with a listed path, or undefined. The project's own folder is a path: `find .` prints it. */
export function listedPathProblem(listed: string): string | undefined {
  if (listed === "") return "must not be empty";
  const path = cleanPath(listed);
  if (path.startsWith("/") || /^[A-Za-z]:(\/|$)/.test(path)) {
    return "must be relative to the project, or begin with ~/ for the user's home";
  }
  return path.split("/").includes("..") ? "must not contain .." : undefined;
}

/** Whether a clean path is in the user's home. */
export const isInHome = (path: string) => path.startsWith(HOME);
