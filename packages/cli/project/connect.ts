/** The client of the service, with the user's key. */
import type { Client } from "@skillmeat-deployments/client";
import { CommandError } from "../fail.ts";
import type { World } from "../world.ts";
import type { Config } from "./config.ts";
import { readKeys } from "./credentials.ts";

/**
 * The address of the service: what the user gives, then SKILLMEAT_API_URL, then the project's configuration, then the only one
 * that the user has a key for. The variable comes before the file, so that a pull request that changes the file does not get
 * the key of a CI job that sets both.
 * @throws CommandError if there is none, or it is no address
 */
export function addressOf(world: World, given: string | undefined, config: Pick<Config, "api"> | undefined): string {
  const known = Object.keys(readKeysLeniently(world));
  const address =
    given ?? (world.env.SKILLMEAT_API_URL || undefined) ?? config?.api ?? (known.length === 1 ? known[0] : undefined);
  if (address === undefined)
    throw new CommandError(
      "no-api",
      "The address of the service is not known.\nGive it with --api URL, or set SKILLMEAT_API_URL.",
    );
  return checkedAddress(address);
}

/** Only to propose an address: a damaged file is reported where the key is needed. */
function readKeysLeniently(world: World) {
  try {
    return readKeys(world);
  } catch (error) {
    if (error instanceof CommandError) return {};
    throw error;
  }
}

const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

/** The address in one spelling, under which its key is kept. @throws CommandError if a key must not be sent there */
function checkedAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isWeb = url !== undefined && ["http:", "https:"].includes(url.protocol);
  if (!isWeb || url.username || url.password || url.search || url.hash)
    throw new CommandError(
      "usage",
      `'${address}' is not the address of a service. An address is like https://deployments.example.com.`,
    );
  if (url.protocol === "http:" && !LOCAL.includes(url.hostname))
    throw new CommandError(
      "usage",
      `${url.origin} would get the API key unencrypted. Use https; http is for this machine only.`,
    );
  return url.href.endsWith("/") ? url.href.slice(0, -1) : url.href;
}

/** The key for an address. @throws CommandError if there is none */
export function keyOf(world: World, api: string): string {
  const key = world.env.SKILLMEAT_API_KEY || readKeys(world)[api];
  if (key) return key;
  throw new CommandError(
    "no-key",
    `There is no API key for ${api}.\nRun skillmeat-deploy login, or set SKILLMEAT_API_KEY.`,
  );
}

/** A client. It says on a terminal why a call takes long. */
export async function connect(world: World, api: string, key: string | undefined): Promise<Client> {
  const { createClient } = await import("@skillmeat-deployments/client");
  const { fetch, random, sleep, terminal } = world;
  return createClient({
    baseUrl: api,
    apiKey: key,
    fetch,
    random,
    sleep,
    now: () => world.now().getTime(),
    onRetry: ({ error, pauseMs }) => {
      if (terminal.hasErrors) terminal.err(`${error.message}; again in ${Math.ceil(pauseMs / 1000)} s\n`);
    },
  });
}
