/** Calls an operation: sends its request, reads the answer, and leads on to the next pages of a list or feed. */
import type { FollowOptions, NotModified, Page } from "./method.ts";
import type { Settings } from "./options.ts";
import { type AnyArgs, prepareRequest } from "./request.ts";
import { send } from "./send.ts";

type AnyPage = Page<unknown> | (NotModified & { next?: undefined });

/** A promise of the first page, with the ways to iterate. Only lists and feeds have types for these. */
export function call(route: string, args: AnyArgs, settings: Settings) {
  const first = request(route, args, settings);
  // A list can be made before it is iterated over. If its first page fails meanwhile, the iteration throws.
  if (route.startsWith("GET ")) first.catch(() => {});
  const pageAt = (query: AnyPage["next"]) => request(route, args, settings, query);

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
  if (!Array.isArray(data)) throw new TypeError("Only a list can be iterated over; use pages()");
  return data;
}

async function request(route: string, args: AnyArgs, settings: Settings, page?: AnyPage["next"]): Promise<AnyPage> {
  const { response, data } = await send(prepareRequest(route, args, settings, page), settings);
  const etag = response.headers.get("etag");
  if (response.status === 304) return { notModified: true, data: undefined, etag: etag ?? "", response };
  return { data, etag, response, next: nextOf(response.headers.get("link") ?? "") };
}

/**
 * The query of the link to the next page (RFC 8288). The path of the page is known, so that no answer leads a request, and
 * with it the key, to another place.
 */
function nextOf(links: string): Record<string, string> | undefined {
  for (const link of links.split(/,\s*(?=<)/)) {
    const start = link.indexOf("<") + 1;
    const end = link.indexOf(">", start);
    if (start === 0 || end < 0 || !isNext(link.slice(end + 1))) continue;
    const [target = ""] = link.slice(start, end).split("#");
    const question = target.indexOf("?") + 1;
    const query = Object.fromEntries(new URLSearchParams(question === 0 ? "" : target.slice(question)));
    return Object.keys(query).length === 0 ? undefined : query;
  }
  return undefined;
}

/** Whether the parameters of a link say that it leads to the next page. Of several `rel` the first one counts. */
function isNext(parameters: string): boolean {
  const pairs = parameters.split(";").map((parameter) => parameter.split("=").map((part) => part.trim().toLowerCase()));
  const [, relations = ""] = pairs.find(([name]) => name === "rel") ?? [];
  return relations.replaceAll('"', "").split(/\s+/).includes("next");
}
