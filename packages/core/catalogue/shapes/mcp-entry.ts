/**
 * The shapes in which platforms write an MCP server. A shape names the members of the server's entry, and where each value
 * comes from.
 */
import type { McpEntries, McpEntry } from "../details.schema.ts";

const name = { from: "name" } as const;
const command = { from: "command" } as const;
const args = { from: "args" } as const;
const env = { from: "env" } as const;
const url = { from: "url" } as const;
const headers = { from: "headers" } as const;
const is = <V extends string | boolean>(value: V) => ({ value });

const LOCAL = { command, args, env } as const satisfies McpEntry;
const REMOTE = { url, headers } as const satisfies McpEntry;

/** The shape that most platforms share: a `type`, then the settings under their usual names. */
export const STANDARD = {
  local: { type: is("stdio"), ...LOCAL },
  http: { type: is("http"), ...REMOTE },
  sse: { type: is("sse"), ...REMOTE },
} as const satisfies McpEntries;

/** Like the standard shape, with the URL in `serverUrl`. */
export const SERVER_URL = {
  local: STANDARD.local,
  http: { type: is("http"), serverUrl: url, headers },
  sse: { type: is("sse"), serverUrl: url, headers },
} as const satisfies McpEntries;

/** Like the standard shape, with another name for streamable HTTP. */
export const STREAMABLE_HTTP = {
  local: STANDARD.local,
  http: { type: is("streamable-http"), ...REMOTE },
  sse: STANDARD.sse,
} as const satisfies McpEntries;

/** As STREAMABLE_HTTP, with the name in camel case. */
export const STREAMABLE_HTTP_CAMEL = {
  local: STANDARD.local,
  http: { type: is("streamableHttp"), ...REMOTE },
  sse: STANDARD.sse,
} as const satisfies McpEntries;

/** Like the standard shape, without a `type` for a local server. */
export const TYPED_REMOTE = { local: LOCAL, http: STANDARD.http, sse: STANDARD.sse } as const satisfies McpEntries;

/** The kind of server is told by the member that holds the address. */
export const HTTP_URL = {
  local: LOCAL,
  http: { httpUrl: url, headers },
  sse: REMOTE,
} as const satisfies McpEntries;

/** The standard shape with `transport` in place of `type`. */
export const TRANSPORT = {
  local: { transport: is("stdio"), ...LOCAL },
  http: { transport: is("http"), ...REMOTE },
  sse: { transport: is("sse"), ...REMOTE },
} as const satisfies McpEntries;

/** Items of a list, told by `name`. A server of either remote kind has the transport http. */
export const NAMED_TRANSPORT = {
  local: { name, ...TRANSPORT.local },
  http: { name, ...TRANSPORT.http },
  sse: { name, ...TRANSPORT.http },
} as const satisfies McpEntries;

/** Items of a list, told by `name`, in the standard shape. */
export const NAMED_STANDARD = {
  local: { name, ...STANDARD.local },
  http: { name, ...STANDARD.http },
  sse: { name, ...STANDARD.sse },
} as const satisfies McpEntries;

const REMOTE_ENABLED = { type: is("remote"), ...REMOTE, enabled: is(true) } as const satisfies McpEntry;

/** The command is one list, and both remote kinds are `remote`. */
export const LOCAL_OR_REMOTE = {
  local: { type: is("local"), command: { from: "command_line" }, environment: env, enabled: is(true) },
  http: REMOTE_ENABLED,
  sse: REMOTE_ENABLED,
} as const satisfies McpEntries;

/** The command is one list, and each remote kind has its own `type`. */
export const LOCAL_OR_TYPED = {
  local: LOCAL_OR_REMOTE.local,
  http: { ...STANDARD.http, enabled: is(true) },
  sse: { ...STANDARD.sse, enabled: is(true) },
} as const satisfies McpEntries;

/** No `type`, and no servers with server-sent events. */
export const UNTYPED = { local: LOCAL, http: REMOTE, sse: null } as const satisfies McpEntries;

const HTTP_HEADERS = { url, http_headers: headers } as const satisfies McpEntry;

/** No `type`, and the headers in `http_headers`. */
export const UNTYPED_HTTP_HEADERS = {
  local: LOCAL,
  http: HTTP_HEADERS,
  sse: HTTP_HEADERS,
} as const satisfies McpEntries;

/** Only servers that are started as a process. */
export const LOCAL_ONLY = { local: LOCAL, http: null, sse: null } as const satisfies McpEntries;

/** No `type`, and one shape for both remote kinds. */
export const UNTYPED_REMOTE = { local: LOCAL, http: REMOTE, sse: REMOTE } as const satisfies McpEntries;

/** A `type` only for streamable HTTP. */
export const TYPED_HTTP = { local: LOCAL, http: STREAMABLE_HTTP.http, sse: REMOTE } as const satisfies McpEntries;

/** A `transport` only for servers at a URL, with another name for streamable HTTP. */
export const REMOTE_TRANSPORT = {
  local: LOCAL,
  http: { transport: is("streamable-http"), ...REMOTE },
  sse: TRANSPORT.sse,
} as const satisfies McpEntries;

/** A `transport` only for server-sent events. */
export const SSE_TRANSPORT = { local: LOCAL, http: REMOTE, sse: TRANSPORT.sse } as const satisfies McpEntries;

const EXTENSION_URI = { uri: url, headers, enabled: is(true) } as const satisfies McpEntry;

/** A server is an extension, which repeats its name. The settings have names of their own. */
export const EXTENSION = {
  local: { name, type: is("stdio"), cmd: command, args, envs: env, enabled: is(true) },
  http: { name, type: is("streamable_http"), ...EXTENSION_URI },
  sse: { name, type: is("sse"), ...EXTENSION_URI },
} as const satisfies McpEntries;
