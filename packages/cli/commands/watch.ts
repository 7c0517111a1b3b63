/** `watch`: the events of the project as they come, from where it stopped. */
import { type Client, type Event, ProblemError } from "@skillmeat-deployments/client";
import { connectTo } from "../deploy/prepare.ts";
import { CommandError } from "../fail.ts";
import { requireProject } from "../project/config.ts";
import { keepPosition, readPosition } from "../project/position.ts";
import { counted, plain, styleOf } from "../report/style.ts";
import type { World } from "../world.ts";
import type { Input, Report, Run } from "./command.ts";

export const watch: Run = async (input, world) => {
  const project = await requireProject(world);
  const { client, api } = await connectTo(world, project);
  const isOnce = input.flag("once");
  const events: Event[] = [];
  let after = input.flag("all") ? undefined : readPosition(world, project, api);
  let count = 0;
  const keep = (position: string) => {
    after = position;
    keepPosition(world, project, api, position);
  };
  if (input.flag("new")) keep(await endOf(client, project.project, after));
  try {
    for await (const event of feed(client, project.project, after, isOnce, keep, world)) {
      // The position is kept after the command: one that failed gets its event again.
      await handle(event, input, world, isOnce && input.flag("json") ? events : undefined);
      keep(event.sequence);
      count++;
    }
  } catch (error) {
    if (error instanceof ProblemError && error.status === 410) throw expired(error);
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

/** The position behind the newest event. */
async function endOf(client: Client, project_id: string, after: string | undefined): Promise<string> {
  let end = after ?? "0";
  for await (const page of client.listProjectEvents({ project_id, after, limit: 100 }).pages())
    end = page.next?.after ?? end;
  return end;
}

async function handle(event: Event, input: Input, world: World, collected: Event[] | undefined): Promise<void> {
  const command = input.text("exec");
  if (collected) collected.push(event);
  else if (input.flag("json")) world.terminal.out(`${JSON.stringify(event)}\n`);
  else if (command === undefined) world.terminal.out(`${lineOf(event, world)}\n`);
  if (command === undefined) return;
  const code = await world.runCommand(command, `${JSON.stringify(event)}\n`);
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

const expired = (error: ProblemError) =>
  new CommandError(
    "expired",
    "Events after the last position are no longer kept.\nStart again with watch --all (what is still kept) or watch --new (what comes from now on).",
    error,
  );
