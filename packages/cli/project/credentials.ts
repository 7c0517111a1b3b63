/** The API keys of the user, each for the address of one service. They are in the user's own configuration. */
import { isAbsolute, join } from "node:path";
import { CommandError } from "../fail.ts";
import type { World } from "../world.ts";
import { readText, replaceFile } from "./write-file.ts";

type Keys = Readonly<Record<string, string>>;

/** The user's own configuration. XDG: a relative path in the variable does not count. */
function userFolder({ env, home }: Pick<World, "env" | "home">): string {
  const folder = env.XDG_CONFIG_HOME;
  return join(folder && isAbsolute(folder) ? folder : join(home, ".config"), "skillmeat");
}

/** The file with the keys. */
const credentialsPath = (world: Pick<World, "env" | "home">) => join(userFolder(world), "credentials.json");

/** The state of what is written into the user's home. `~/.skillmeat` is SkillMeat's own. */
export const homeState = (world: Pick<World, "env" | "home">) => join(userFolder(world), "home");

/** Reads the keys by address. @throws CommandError if the file is damaged */
export function readKeys(world: World): Keys {
  const path = credentialsPath(world);
  const text = readText(world.disk, path);
  if (text === undefined) return {};
  const damaged = new CommandError(
    "malformed-credentials",
    `${path} is damaged. Run skillmeat-deploy login again after deleting it.`,
  );
  let keys: unknown;
  try {
    keys = JSON.parse(text);
  } catch {
    throw damaged;
  }
  const isObject = typeof keys === "object" && keys !== null && !Array.isArray(keys);
  if (!isObject || !Object.values(keys as object).every((key) => typeof key === "string")) throw damaged;
  return keys as Keys;
}

/** Keeps a key, or forgets it. @returns whether anything changed */
export function keepKey(world: World, api: string, key: string | undefined): boolean {
  const { [api]: former, ...others } = readKeys(world);
  if (former === key) return false;
  const keys = key === undefined ? others : { ...others, [api]: key };
  replaceFile(world.disk, credentialsPath(world), `${JSON.stringify(keys, null, 2)}\n`, 0o600);
  return true;
}
