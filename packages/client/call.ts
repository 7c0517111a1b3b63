/** Calls an operation: sends its request, reads the answer, and leads on to the next pages of a list or feed. */
import { UnexpectedAnswerError } from "./errors.ts";
import type { FollowOptions, NotModified, Page } from "./method.ts";
import type { Settings } from "./options.ts";
import { type AnyArgs, prepareRequest } from "./request.ts";
import { type Answer, send } from "./send.ts";

type AnyPage = Page<unknown> | (NotModified & { next?: undefined });

/** A promise of the first page, with the ways to iterate. Only lists and feeds have types for these. */
export function call(route: string, args: AnyArgs, settings: Settings) {
  const first = request(route, args, settings);
  const pageAt = (query: AnyPage["next"]) => request(route, { ...args, ...query }, settings);

  async function* pages() {
    let position: unknown = args.after;
    for (let page = await first; ; page = await pageAt(page.next)) {
      yield page;
      // A feed always has a next page. At its end the position no longer moves.
      if (page.next === undefined || (position !== undefined && page.next.after === position)) return;
      position = page.next.after;
    }
  }
  async function* items() {
    for await (const page of pages()) yield* itemsOf(page);
  }
  async function* follow({ intervalMs = 2_000, onPosition }: FollowOptions = {}) {
    let position: unknown = args.after;
    for (let page = await first; ; page = await pageAt(page.next)) {
      yield* itemsOf(page);
      if (page.next?.after === undefined) throw new TypeError("Only a feed can be followed");
      onPosition?.(page.next.after);
      if (page.next.after === position) await settings.sleep(intervalMs, args.signal);
      position = page.next.after;
    }
  }
  return Object.assign(first, { pages, follow, [Symbol.asyncIterator]: items });
}

function itemsOf({ data }: AnyPage): unknown[] {
  if (!Array.isArray(data)) throw new TypeError("Only a list can be iterated over. Use pages().");
  return data;
}

async function request(route: string, args: AnyArgs, settings: Settings): Promise<AnyPage> {
  const answer = await send(prepareRequest(route, args, settings), settings);
  const { response } = answer;
  const etag = response.headers.get("etag");
  if (response.status === 304) return { notModified: true, data: undefined, etag: etag ?? "", response };
  return { data: dataOf(answer, args), etag, response, next: nextOf(response) };
}

function dataOf({ response, text, attempts }: Answer & { attempts: number }, { accept }: AnyArgs): unknown {
  if (response.status === 204) return undefined;
  const type = response.headers.get("content-type") ?? "";
  if (accept !== undefined || !/^application\/json\b/.test(type)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnexpectedAnswerError("The answer is not valid JSON", response, attempts, error);
  }
}

/** The query of the `Link` to the next page. Its path is ours already, so that no answer leads the key elsewhere. */
function nextOf(response: Response): Record<string, string> | undefined {
  const link = response.headers.get("link") ?? "";
  const target = /<([^>]*)>\s*;[^,]*\brel="?next\b/.exec(link)?.[1];
  return target === undefined ? undefined : Object.fromEntries(new URL(target, "http://any").searchParams);
}
