/** What a tour prints: what it has read from the answers. */
export type Report = {
  ids: string[];
  planned: (string | null)[];
  statuses: string[];
  listed: string[];
  description: string | null | undefined;
  /** Type and subject of the events whose types the tour knows. */
  events: string[];
  /** Subjects of the other events. */
  unknown: string[];
  /** The code of the error that a deleted project gives. */
  code: string | undefined;
};

export const report = (): Report => ({
  ids: [],
  planned: [],
  statuses: [],
  listed: [],
  description: undefined,
  events: [],
  unknown: [],
  code: undefined,
});

/** A parameter of the next page's URL. Undefined: there is no next page. */
export function cursorOf({ headers }: Response, name: string): string | undefined {
  const [, next] = /<([^>]*)>; rel="next"/.exec(headers.get("link") ?? "") ?? [];
  return next === undefined ? undefined : (new URL(next, "http://any").searchParams.get(name) ?? undefined);
}
