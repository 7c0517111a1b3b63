/** MCP servers. Sources have them in Claude Code's shape; a platform's own is in the catalogue. */
import type { McpEntry } from "@skillmeat-deployments/client";
import { isObject, type Json, type JsonObject } from "../files/place.ts";
import { notesOf } from "./rule.ts";
import { SOURCE_PLATFORM, type Target } from "./target.ts";

type Kind = "local" | "http" | "sse";
const KINDS: Record<Kind, string> = {
  local: "servers that are started as a process",
  http: "servers at a URL",
  sse: "servers with server-sent events",
};
/** What a server's settings can be taken from. */
const KNOWN = ["type", "transport", "command", "args", "env", "url", "httpUrl", "serverUrl", "headers"];

/** Sources that were written for another platform can have the address under another name. */
const urlOf = ({ url, httpUrl, serverUrl }: JsonObject): Json | undefined => url ?? httpUrl ?? serverUrl;

/** The entry of a server, and what of its settings is left out; or why there is none. */
export function mcpEntry(
  server: Json,
  { place, facts }: Target,
): { readonly entry: JsonObject; readonly notes: readonly string[] } | { readonly skipped: string } {
  if (!isObject(server)) return { skipped: "it is no MCP server: its settings must be an object" };
  const kind = kindOf(server);
  if (kind === undefined) return { skipped: "it is no MCP server: it has neither a command nor a url" };
  if (facts.platform === SOURCE_PLATFORM) return { entry: server, notes: [] };
  if (facts.mcp_entry === null)
    return { skipped: `the catalogue does not say how ${facts.platform} writes MCP servers` };
  const shape = facts.mcp_entry[kind];
  if (shape === null) return { skipped: `${facts.platform} does not take ${KINDS[kind]}` };
  const others = Object.keys(server).filter((name) => !KNOWN.includes(name));
  return { entry: entryOf(shape, server, place.name), notes: notesOf(others) };
}

/** A server with a command is local. One with a URL that does not say more is HTTP. */
function kindOf(server: JsonObject): Kind | undefined {
  const { type, transport, command } = server;
  if (typeof command === "string") return "local";
  if (typeof urlOf(server) !== "string") return undefined;
  return (type ?? transport) === "sse" ? "sse" : "http";
}

function entryOf(shape: McpEntry, server: JsonObject, name: string): JsonObject {
  const { command, args, env, headers } = server;
  const values: Record<string, Json | undefined> = {
    name,
    command,
    args,
    env,
    url: urlOf(server),
    headers,
    command_line: [...(command === undefined ? [] : [command]), ...(Array.isArray(args) ? args : [])],
  };
  return Object.fromEntries(
    Object.entries(shape).flatMap(([member, source]) => {
      const value = "value" in source ? source.value : values[source.from];
      return value === undefined ? [] : [[member, value] as const];
    }),
  );
}
