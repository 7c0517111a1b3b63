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

/** Returns a repository, a path in it and a version as one text. Credentials, query and fragment of a URL are left out. */
export function sourceOf({ url, host, port, path, version }: Repository): string {
  const { authority, repository } = split(url, host === undefined ? undefined : withoutUser(host.trim()));
  const address = [authority, port && !authority.includes(":") ? `:${port}` : ""].join("");
  const parts = [address, ...segmentsOf(repository), ...segmentsOf(withoutCredentials(path ?? ""))];
  return parts.join("/") + (version ? `@${withoutCredentials(version)}` : "");
}

const segmentsOf = (path: string) => path.split(/[\\/]/).filter((segment) => segment !== "" && segment !== ".");

/** Splits a URL of a repository. */
function split(url: string, host: string | undefined): { authority: string; repository: string } {
  const address = url.trim();
  const start = startOf(address);
  const end = endOfUser(address, start);
  const text = withoutEnd(withoutQuery(address.slice(end)), ".git");
  if (start > 0) {
    const [authority = "", ...repository] = text.split("/");
    return { authority: authority.toLowerCase(), repository: repository.join("/") };
  }
  if (end > 0) return splitHost(text);
  const [first = "", ...others] = segmentsOf(text);
  const hasHost = others.length > 1 && first.includes(".") && (host === undefined || first.toLowerCase() === host);
  if (hasHost) return { authority: first.toLowerCase(), repository: others.join("/") };
  return { authority: host || GITHUB, repository: text };
}

/** Splits `host:owner/repository`, `host:8443/owner/repository` and `host/owner/repository`, of which a user was named. */
function splitHost(text: string): { authority: string; repository: string } {
  const [, host = "", port = "", repository = ""] = /^([^:/]*)((?::\d+(?=\/))?)[:/]?(.*)$/s.exec(text) ?? [];
  return { authority: `${host}${port}`.toLowerCase(), repository };
}

/** Returns an address without its scheme, credentials, query and fragment. */
export function addressOf(url: string): string {
  const address = withoutCredentials(withoutQuery(url));
  const scheme = address.indexOf("://");
  return scheme < 0 ? address : address.slice(scheme + 3);
}

/** Returns where an address begins behind its scheme: `https://` or only `//`. 0: it has none. */
function startOf(text: string): number {
  const scheme = text.indexOf("://");
  // Behind a `/` or `@` it is one of another address, as in a query.
  if (scheme >= 0 && !/[@/]/.test(text.slice(0, scheme))) return scheme + 3;
  return text.startsWith("//") ? 2 : 0;
}

/** Returns where the user and password of an address end that begins at `start`. `start`: it has none. */
function endOfUser(text: string, start: number): number {
  const slash = text.indexOf("/", start);
  const at = text.lastIndexOf("@", slash < 0 ? text.length : slash);
  if (at <= start) return start;
  if (start > 0) return at + 1;
  // Without a scheme, what has an `@` can be something else: `git@host:owner/repository` and `user:password@host` are addresses.
  const colon = text.indexOf(":");
  const hasPassword = colon >= 0 && colon < at - 1;
  return hasPassword || colon > at ? at + 1 : 0;
}

/**
 * Returns a text without credentials: without user and password, query and fragment of its URLs, and of addresses without a
 * scheme if they look like some: `user:password@host`, `host/path?token=…`. The name alone of a user, as of `ssh://git@`, is none.
 */
export function withoutCredentials(text: string): string {
  return text.split(/(\s+)/).map(cleaned).join("");
}

/** Cleans a text without spaces. */
function cleaned(word: string): string {
  const start = startOf(word);
  if (start > 0) return cleanedUrl(word, start);
  const end = endOfUser(word, 0);
  const address = word.slice(0, end).includes(":") ? word.slice(end) : word;
  const query = address.search(/[?#]/);
  // A path can have these characters too, and a branch: `feature/#12`.
  if (query > 0 && address.includes("=", query)) return address.slice(0, query);
  const scheme = address.lastIndexOf("://");
  return scheme < 0 ? address : cleanedUrl(address, scheme + 3);
}

/** Cleans what is behind the scheme of a URL. */
function cleanedUrl(text: string, start: number): string {
  const end = endOfUser(text, start);
  // A name alone can be a token, but for SSH, which has keys.
  const isSecret = text.slice(start, end).includes(":") || !/ssh:\/\/$/i.test(text.slice(0, start));
  return text.slice(0, start) + withoutQuery(text.slice(isSecret ? end : start));
}

const withoutQuery = (address: string) => (/^[^?#]*/.exec(address) as RegExpExecArray)[0];

const withoutUser = (authority: string) => authority.slice(authority.lastIndexOf("@") + 1).toLowerCase();

const withoutEnd = (text: string, end: string) => {
  const trimmed = text.endsWith("/") ? text.slice(0, -1) : text;
  return trimmed.endsWith(end) ? trimmed.slice(0, -end.length) : trimmed;
};
