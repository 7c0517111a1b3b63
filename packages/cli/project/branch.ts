/** Whether the files are those of the default branch: what other branches have is no drift of the project. */

import type { World } from "../world.ts";
import { readText } from "./write-file.ts";

/** Why the files may be of another branch. undefined: they are of the default branch. */
export async function whyNotDefaultBranch(world: World, root: string): Promise<string | undefined> {
  const { env } = world;
  // GITHUB_REF_NAME of pull_request_target is the default branch, whatever was checked out.
  if (env.GITHUB_EVENT_NAME?.startsWith("pull_request")) return "this is a pull request";
  if (env.CI_MERGE_REQUEST_IID) return "this is a merge request";
  const { branch, main } = await branches(world, root);
  if (!branch) return "the branch is not known";
  if (!main) return "the default branch is not known";
  return branch === main ? undefined : `the branch is ${branch}, and the default branch is ${main}`;
}

type Branches = { readonly branch: string | undefined; readonly main: string | undefined };

/** By the variables of GitHub Actions and of GitLab CI, which check out a commit and no branch; else by git. */
async function branches(world: World, root: string): Promise<Branches> {
  const { env } = world;
  if (env.GITHUB_REF_NAME)
    return { branch: env.GITHUB_REF_TYPE === "tag" ? undefined : env.GITHUB_REF_NAME, main: defaultOfEvent(world) };
  if (env.CI_DEFAULT_BRANCH) return { branch: env.CI_COMMIT_BRANCH, main: env.CI_DEFAULT_BRANCH };
  const branch = await world.git(root, ["symbolic-ref", "--short", "HEAD"]);
  const main = await world.git(root, ["symbolic-ref", "--short", "refs/remotes/origin/HEAD"]);
  return { branch, main: main?.replace(/^origin\//, "") };
}

/** The default branch that GitHub's event tells. */
function defaultOfEvent({ disk, env }: World): string | undefined {
  const text = env.GITHUB_EVENT_PATH ? readText(disk, env.GITHUB_EVENT_PATH) : undefined;
  if (text === undefined) return undefined;
  try {
    const branch: unknown = (JSON.parse(text) as { repository?: { default_branch?: unknown } } | null)?.repository
      ?.default_branch;
    return typeof branch === "string" ? branch : undefined;
  } catch {
    return undefined;
  }
}
