/** Answers of a service that are kept, so that what asks the same again costs nothing. */
import type { World } from "@skillmeat-deployments/cli/world.ts";

type Fetch = World["fetch"];
type Answer = { readonly status: number; readonly headers: Headers; readonly body: string };

/** A request without what differs between two runs: the idempotency key. */
const nameOf = (input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]) =>
  `${init?.method ?? "GET"} ${input} ${init?.body ?? ""}`;

/** Whether a request can change something. */
export const isWrite = (name: string) =>
  /^(?:POST|PUT|PATCH|DELETE) /.test(name) && !/\/(?:plan|platforms\/detect)(?: |$)/.test(name);

export type Cassette = {
  /** Asks the service, and keeps its answers. */
  readonly record: Fetch;
  /** Answers as the service did. What it was not asked, fails. @param writes gets the name of each write */
  replay(writes: string[]): Fetch;
  /** The writes that were recorded. */
  readonly writes: readonly string[];
};

export function createCassette(fetch: Fetch): Cassette {
  const answers = new Map<string, Answer>();
  const recorded: string[] = [];
  return {
    writes: recorded,
    record: async (input, init) => {
      const name = nameOf(input, init);
      const response = await fetch(input, init);
      answers.set(name, { status: response.status, headers: response.headers, body: await response.clone().text() });
      if (isWrite(name)) recorded.push(name);
      return response;
    },
    replay: (writes) => async (input, init) => {
      const name = nameOf(input, init);
      const answer = answers.get(name);
      if (answer === undefined) throw new Error(`The service was not asked this before: ${name}`);
      if (isWrite(name)) writes.push(name);
      const { status, headers, body } = answer;
      return new Response(status === 204 ? null : body, { status, headers });
    },
  };
}
