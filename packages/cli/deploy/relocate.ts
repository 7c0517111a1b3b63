/** Where a path in the user's home is on this machine: environment variables and operating systems move some. */
import { isAbsolute, relative, resolve } from "node:path";
import type { PlatformEntry } from "@skillmeat-deployments/client";
import type { World } from "../world.ts";

type Relocation = PlatformEntry["relocations"][number];

/** @returns the path relative to the home; or why it cannot be written */
export function relocate(
  path: string,
  relocations: readonly Relocation[],
  world: Pick<World, "env" | "home" | "system">,
): { readonly path: string } | { readonly problem: string } {
  const here = `~/${path}`;
  const found = relocations.flatMap((by) => movedBy(by, here, world));
  // The most specific one counts: a variable for a file before one for its folder.
  const [best] = found.sort((a, b) => b.length - a.length);
  if (best === undefined) return { path };
  if ("problem" in best.to) return best.to;
  const inHome = relative(world.home, best.to.path).replaceAll("\\", "/");
  if (inHome === "" || inHome === ".." || inHome.startsWith("../") || isAbsolute(inHome))
    return { problem: `${best.name} leads out of the home folder` };
  return { path: inHome };
}

type Moved = { length: number; name: string; to: { path: string } | { problem: string } };

function movedBy(by: Relocation, here: string, { env, home, system }: Pick<World, "env" | "home" | "system">): Moved[] {
  const { replaces } = by;
  const isBelow = replaces === "~" || here === replaces || here.startsWith(`${replaces}/`);
  if (!isBelow) return [];
  const rest = here.slice(replaces.length).replace(/^\/+/, "");
  const to = (folder: string) => ({ path: resolve(folder, rest) });
  if ("system" in by) {
    const moved = by.system === system ? expanded(by.by, env, home) : undefined;
    return moved === undefined ? [] : [{ length: replaces.length, name: `The place on ${system}`, to: to(moved) }];
  }
  const value = env[by.variable];
  if (!value) return [];
  const name = by.variable;
  if (by.value === "content" || by.value === "file_names")
    return [
      { length: replaces.length, name, to: { problem: `${name} replaces ${replaces} by something else than a path` } },
    ];
  return [
    {
      length: replaces.length,
      name,
      to: isAbsolute(value) ? to(value) : { problem: `${name} is not an absolute path` },
    },
  ];
}

/** `~/` and `%VARIABLE%/` at the beginning. undefined: the variable is not set. */
function expanded(path: string, env: World["env"], home: string): string | undefined {
  if (path.startsWith("~/")) return resolve(home, path.slice(2));
  const [, variable, rest = ""] = /^%(\w+)%\/?(.*)$/.exec(path) ?? [];
  const value = variable === undefined ? undefined : env[variable];
  return value ? resolve(value, rest) : undefined;
}
