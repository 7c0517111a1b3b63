/** Kills a command at a chosen operation on the disk or request, and runs it again. */
import type { Disk } from "@skillmeat-deployments/cli/files/disk.ts";
import type { World } from "@skillmeat-deployments/cli/world.ts";

/** The operations after which a disk is another. */
export const CHANGING: ReadonlySet<keyof Disk> = new Set([
  "createFile",
  "appendFile",
  "rename",
  "link",
  "chmod",
  "mkdir",
  "unlink",
  "rmdir",
  "syncFolder",
]);

/** What is thrown at the moment of a kill, and by everything that the process would do after it. */
class Killed extends Error {}

/**
 * When a process is killed: before a step or in the middle of it: a file has half of its bytes; the service has done
 * what it was asked, and the answer is lost. Steps are numbered from 0.
 */
export type Moment = { readonly step: number; readonly when: "before" | "in the middle of" };

export type Steps = {
  readonly names: readonly string[];
  readonly disk: Disk;
  readonly fetch: World["fetch"];
  /** Whether the moment came. */
  isKilled(): boolean;
};

/** A disk and a network whose steps are counted. At a moment, the process ends. @param moment undefined: it does not */
export function counted(disk: Disk, fetch: World["fetch"], moment?: Moment): Steps {
  const names: string[] = [];
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Killed(`killed ${moment?.when} step ${moment?.step}`);
  };
  /** Does a step. @param half what of it is done if the process is killed in the middle */
  const begin = (name: string): { isHalf: boolean } => {
    if (isDead) throw new Killed("dead already");
    const number = names.push(name) - 1;
    const isNow = moment?.step === number;
    if (isNow && moment.when === "before") die();
    return { isHalf: isNow };
  };
  const wrap = (name: keyof Disk) => {
    const operation = disk[name] as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => {
      if (isDead) throw new Killed("dead already");
      if (!CHANGING.has(name)) return operation.apply(disk, args);
      const { isHalf } = begin(`${name} ${args[0]}`);
      const [path, bytes, ...rest] = args;
      if (isHalf && bytes instanceof Uint8Array)
        operation.call(disk, path, bytes.subarray(0, bytes.length >> 1), ...rest);
      if (isHalf) die();
      return operation.apply(disk, args);
    };
  };
  return {
    names,
    isKilled: () => isDead,
    // Safe cast: it has the members of the disk.
    disk: Object.fromEntries(Object.keys(disk).map((name) => [name, wrap(name as keyof Disk)])) as unknown as Disk,
    fetch: async (input, init) => {
      const { isHalf } = begin(`${init?.method ?? "GET"} ${input}`);
      const response = await fetch(input, init);
      if (isHalf) die();
      return response;
    },
  };
}

/** The moments at which a process can be killed. After a step is before the next one. */
export const momentsOf = (names: readonly string[]): Moment[] =>
  names.flatMap((name, step): Moment[] => {
    const hasMiddle = /^(?:createFile|appendFile|POST|PUT|PATCH|DELETE) /.test(name);
    return hasMiddle
      ? [
          { step, when: "before" },
          { step, when: "in the middle of" },
        ]
      : [{ step, when: "before" }];
  });
