/** `init`: makes a project of a folder, with a profile for each platform that is found in it. It can be repeated. */
import { basename, isAbsolute, relative, resolve } from "node:path";
import { type Client, type DetectedPlatform, type Platform, ProblemError } from "@skillmeat-deployments/client";
import { CommandError } from "../fail.ts";
import { type Config, readConfig, writeConfig } from "../project/config.ts";
import { addressOf, connect, keyOf } from "../project/connect.ts";
import { likelyPaths, listFiles } from "../project/listing.ts";
import { plain } from "../report/style.ts";
import type { World } from "../world.ts";
import type { Input, Run } from "./command.ts";

type Outcome = "created" | "exists";

export const init: Run = async (input, world) => {
  const root = resolve(world.cwd);
  const former = await readConfig(world, root);
  const api = addressOf(world, input.text("api"), former);
  const client = await connect(world, api, keyOf(world, api));
  const config: Config = {
    api,
    project: input.text("project") ?? former?.project ?? idFrom(basename(root)),
    source: sourceOf(input, root, world.cwd) ?? former?.source,
  };
  const detected = await detect(world, client, root);
  const wanted = await choose(input, world, detected);
  const project = await unlessExists(() => client.createProject({ body: { project_id: config.project } }));
  const profiles: { profile_id: string; outcome: Outcome }[] = [];
  for (const platform of wanted) {
    const body = { profile_id: platform, platform };
    const outcome = await unlessExists(() => client.createProfile({ project_id: config.project, body }));
    profiles.push({ profile_id: platform, outcome });
  }
  await writeConfig(world, root, config);
  const nested = detected.nested.map(({ platform, scope_dir }) => `${plain(scope_dir)} (${platform})`);
  const lines = [
    `Project: ${config.project}: ${project}`,
    ...(["created", "exists"] as const).flatMap((outcome) => {
      const ids = profiles.filter((profile) => profile.outcome === outcome).map(({ profile_id }) => profile_id);
      return ids.length > 0 ? [`Profiles: ${ids.join(", ")}: ${outcome}`] : [];
    }),
    ...(profiles.length === 0
      ? ["No platform was found. Name one with --platform, such as --platform claude_code."]
      : []),
    ...(nested.length > 0 ? [`Not made into profiles: ${nested.join(", ")}`] : []),
    ".skillmeat/config.toml is written. Commit it.",
  ];
  const json = { api, project: { project_id: config.project, outcome: project }, profiles, nested: detected.nested };
  return { code: 0, lines, json };
};

/** An id of the folder's name, with the characters that ids have. */
function idFrom(name: string): string {
  const id = name
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9._~+=@-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 128);
  if (id === "") throw new CommandError("usage", "No id can be made of the folder's name. Give one with --project ID.");
  return id;
}

function sourceOf(input: Input, root: string, cwd: string): string | undefined {
  const from = input.text("from");
  if (from === undefined) return undefined;
  // Committed, so it must not name a folder of this machine.
  const path = relative(root, resolve(cwd, from));
  if (isAbsolute(path)) throw new CommandError("usage", `${from} is on another drive than the project.`);
  return path.replaceAll("\\", "/") || ".";
}

async function detect(world: World, client: Client, root: string) {
  const paths = likelyPaths(await listFiles(world, root));
  if (paths.length === 0) return { platforms: [], nested: [], shared: [] };
  return (await client.detectPlatforms({ body: { paths } })).data;
}

/** The platforms for which there are to be profiles: those that are named, and those that are found, if the user agrees. */
async function choose(input: Input, { terminal }: World, { platforms }: { platforms: readonly DetectedPlatform[] }) {
  // Safe cast: the service refuses a platform that it does not know.
  const named = input.list("platform") as Platform[];
  const found = platforms.filter(({ scope }) => scope === "project");
  const isNew = found.filter(({ platform }) => !named.includes(platform as Platform));
  if (isNew.length === 0) return [...new Set(named)];
  const shown = isNew.map(({ platform, evidence }) => `  ${platform}, because of ${plain(evidence[0]?.path ?? "")}`);
  const question = ["These platforms are found:", ...shown, "Make a profile for each of them? [Y/n] "].join("\n");
  if (!input.flag("yes")) {
    if (!terminal.canAsk) {
      const names = isNew.map(({ platform }) => platform).join(", ");
      throw new CommandError(
        "usage",
        `Found: ${names}. There is no terminal to ask whether they are to have profiles.\nGive --yes.`,
      );
    }
    const answer = await terminal.ask(question);
    if (answer === undefined || !/^(?:y|yes|)$/i.test(answer.trim())) return [...new Set(named)];
  }
  return [...new Set([...isNew.map(({ platform }) => platform as Platform), ...named])];
}

async function unlessExists(create: () => Promise<unknown>): Promise<Outcome> {
  try {
    await create();
    return "created";
  } catch (error) {
    if (error instanceof ProblemError && error.code === "already-exists") return "exists";
    throw error;
  }
}
