/** A project of many artifacts on twelve platforms, and what commands read and ask in it. */
import type { Disk } from "@skillmeat-deployments/cli/files/disk.ts";
import type { World } from "@skillmeat-deployments/cli/world.ts";
import type { TestWorld } from "./world.ts";

export const PLATFORMS = "claude_code codex gemini cursor copilot windsurf opencode cline roo kiro augment qwen".split(
  " ",
);

/** Rules, skills of two files, and MCP servers, which share one file of each platform: files of a folder of artifacts. */
export function manyArtifacts(size: number): Record<string, string> {
  const numbers = Array.from({ length: size }, (_, i) => i);
  const servers = numbers.filter((i) => i % 3 === 0).map((i) => [`server-${i}`, { command: "npx", args: [`${i}`] }]);
  const skill = (i: number) => `---\nname: skill-${i}\ndescription: Skill ${i}\n---\n\nDo ${i}.\n`;
  return {
    ".mcp.json": JSON.stringify({ mcpServers: Object.fromEntries(servers) }),
    ...Object.fromEntries(numbers.filter((i) => i % 3 === 1).map((i) => [`rules/rule-${i}.md`, `Rule ${i}.\n`])),
    ...Object.fromEntries(
      numbers
        .filter((i) => i % 3 === 2)
        .flatMap((i) => [
          [`skills/skill-${i}/SKILL.md`, skill(i)],
          [`skills/skill-${i}/more.md`, `More of ${i}.\n`],
        ]),
    ),
  };
}

/** What a command cost. */
export type Cost = {
  readonly line: string;
  readonly requests: number;
  readonly records: number;
  readonly files: number;
  /** The files that were read more than once. Those of the tool itself do not count. */
  readonly twice: readonly string[];
};

/** Writes the artifacts of `../artifacts` for all platforms. @throws Error if a command fails */
export async function deployMany({ run }: TestWorld): Promise<void> {
  const platforms = PLATFORMS.map((platform) => ` --platform ${platform}`).join("");
  for (const line of [`init --yes --from ../artifacts${platforms}`, "apply --yes"]) {
    const { code, err } = await run(line);
    if (code !== 0) throw new Error(`${line} ended with ${code}: ${err}`);
  }
}

/** Runs a command that finds no difference, and counts. @throws Error if it finds one */
export async function costOf({ json, world }: TestWorld, line: string): Promise<Cost> {
  const reads = new Map<string, number>();
  let requests = 0;
  const disk: Disk = {
    ...world.disk,
    readFile: (path) => {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return world.disk.readFile(path);
    },
  };
  const fetch: World["fetch"] = (input, init) => {
    requests++;
    return world.fetch(input, init);
  };
  const { code, json: report, err } = await json(line, { disk, fetch });
  if (code !== 0) throw new Error(`${line} ended with ${code}: ${err}`);
  const twice = [...reads].flatMap(([path, n]) => (n > 1 && !path.includes("/.skillmeat/") ? [path] : []));
  return { line, requests, records: report.records.length, files: reads.size, twice };
}
