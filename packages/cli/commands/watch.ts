/** `watch`: the events of the project as they come, from where it stopped. */
import { type Client, type Event, ProblemError } from "@skillmeat-deployments/client";
import { connectTo } from "../deploy/prepare.ts";
import { CommandError } from "../fail.ts";
import { requireProject } from "../project/config.ts";
import { forgetPosition, keepPosition, readPosition } from "../project/position.ts";
import { counted, plain, styleOf } from "../report/style.ts";
import type { World } from "../world.ts";
import type { Input, Report, Run } from "./command.ts";

export const watch: Run = async (input, world) => {
  const project = await requireProject(world);
  const { client, api } = await connectTo(world, project);
  const isOnce = input.flag("once");
  const events: Event[] = [];
  let after = readPosition(world, project, api);
  let count = 0;
  if (input.flag("all")) {
    // Kept at once: an event whose command fails comes again.
    after = undefined;
    forgetPosition(world, project);
  }
  const keep = (position: string) => {
    after = position;
    keepPosition(world, project, api, position);
  };
  if (input.flag("new")) keep(await endOf(client, project.project, after));
  // With --json, the standard output is JSON and nothing else.
  const output = input.flag("json") ? "errors" : "output";
  try {
    for await (const event of feed(client, project.project, after, isOnce, keep, world)) {
      // The position is kept after the command: one that failed gets its event again.
      await handle(event, input, world, output, isOnce && input.flag("json") ? events : undefined);
      keep(event.sequence);
      count++;
    }
  } catch (error) {
    if (isLost(error)) throw lost(error);
    if (!world.signal?.aborted) throw error;
  }
  const json = { events: isOnce ? events : count, after: after ?? null };
  return { code: 0, lines: isOnce ? [`${counted(count, "event")}.`] : [], json } satisfies Report;
};

/** The events behind a position: those that are there, or also those that come. */
async function* feed(
  client: Client,
  project_id: string,
  after: string | undefined,
  isOnce: boolean,
  keep: (position: string) => void,
  { signal }: World,
): AsyncGenerator<Event> {
  const list = client.listProjectEvents({ project_id, after, limit: 100, signal });
  if (isOnce) yield* list;
  else yield* list.follow({ onPosition: keep });
}

/** The position behind the newest event. @param after from where it is looked for, if the feed has it still */
async function endOf(client: Client, project_id: string, after: string | undefined): Promise<string> {
  let end = after ?? "0";
  try {
    for await (const page of client.listProjectEvents({ project_id, after, limit: 100 }).pages())
      end = page.next?.after ?? end;
  } catch (error) {
    if (after !== undefined && isLost(error)) return endOf(client, project_id, undefined);
    throw error;
  }
  return end;
}

async function handle(
  event: Event,
  input: Input,
  world: World,
  output: "output" | "errors",
  collected: Event[] | undefined,
): Promise<void> {
  const command = input.text("exec");
  if (collected) collected.push(event);
  else if (input.flag("json")) world.terminal.out(`${JSON.stringify(event)}\n`);
  else if (command === undefined) world.terminal.out(`${lineOf(event, world)}\n`);
  if (command === undefined) return;
  const code = await world.runCommand(command, `${JSON.stringify(event)}\n`, output);
  if (code !== 0)
    throw new CommandError(
      "command-failed",
      `The command ended with exit code ${code}. Event ${event.sequence} comes again when watch is started again.`,
    );
}

function lineOf({ time, type, subject }: Event, world: World): string {
  const style = styleOf(world);
  return `${style("dim", plain(time ?? ""))}  ${plain(type.replace(/^skillmeat\./, ""))}  ${plain(subject ?? "")}`;
}

/** Whether the feed does not have a position: its events are no longer kept, or the service was restored to before it. */
const isLost = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && (error.status === 410 || error.code === "beyond-head");

const lost = (error: ProblemError) =>
  new CommandError(
    error.status === 410 ? "expired" : error.code,
    "The feed does not have the last position: its events are no longer kept, or the service was restored.\nStart again with watch --all (what is still kept) or watch --new (what comes from now on).",
    error,
  );
