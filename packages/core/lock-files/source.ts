/** Where an artifact came from, as text: `<host>/<owner>/<repository>[/<path>]@<commit>`. */

/** What a lock file says of a repository. */
type Repository = {
  /** A URL, `owner/repository`, or both with the host. */
  url: string;
  /** The host, where the URL has none. */
  host?: string | undefined;
  port?: string | undefined;
  /** The folder or file in the repository. */
  path?: string | undefined;
  /** The commit, or what else tells the version. */
  version?: string | undefined;
};

const GITHUB = "github.com";

/** Returns a repository, a path in it and a version as one text. Credentials in a URL are left out. */
export function sourceOf({ url, host, port, path, version }: Repository): string {
  const { authority, repository } = split(url, host?.trim().toLowerCase());
  const address = [authority, port && !authority.includes(":") ? `:${port}` : ""].join("");
  const parts = [address, ...segmentsOf(repository), ...segmentsOf(path ?? "")];
  return parts.join("/") + (version ? `@${version}` : "");
}

const segmentsOf = (path: string) => path.split(/[\\/]/).filter((segment) => segment !== "" && segment !== ".");

/** Splits a URL of a repository. */
function split(url: string, host: string | undefined): { authority: string; repository: string } {
  const text = withoutEnd(url.trim(), ".git");
  const scheme = text.indexOf("://");
  if (scheme > 0) {
    const [authority = "", ...repository] = text.slice(scheme + 3).split("/");
    return { authority: withoutUser(authority), repository: repository.join("/") };
  }
  // git@host:owner/repository
  const colon = text.indexOf(":");
  if (colon > 0 && text.lastIndexOf("@", colon) > 0)
    return { authority: withoutUser(text.slice(0, colon)), repository: text.slice(colon + 1) };
  const [first = "", ...others] = segmentsOf(text);
  const hasHost = others.length > 1 && first.includes(".") && (host === undefined || first.toLowerCase() === host);
  if (hasHost) return { authority: first.toLowerCase(), repository: others.join("/") };
  return { authority: host || GITHUB, repository: text };
}

/** Returns a text without the credentials of the URL that it is. The name alone of a user, as of `ssh://git@`, is none. */
export function withoutCredentials(text: string): string {
  const start = text.indexOf("://") + 3;
  if (start < 4) return text;
  const slash = text.indexOf("/", start);
  const at = text.lastIndexOf("@", slash < 0 ? text.length : slash);
  const hasSecret = at >= start && (text.slice(start, at).includes(":") || text.startsWith("http"));
  return hasSecret ? text.slice(0, start) + text.slice(at + 1) : text;
}

const withoutUser = (authority: string) => authority.slice(authority.lastIndexOf("@") + 1).toLowerCase();

const withoutEnd = (text: string, end: string) => {
  const trimmed = text.endsWith("/") ? text.slice(0, -1) : text;
  return trimmed.endsWith(end) ? trimmed.slice(0, -end.length) : trimmed;
};
