/** What the load generator is told, and what it measures. */
export type Load = {
  url: string;
  method: "GET" | "POST" | "PATCH" | "PUT";
  headers: Record<string, string>;
  /** `{n}` is replaced by a number that each request has alone; in the URL `{i}` by a number below 50. */
  body?: string | undefined;
  connections: number;
  seconds: number;
};
export type LoadResult = { requests: number; perSecond: number; p50: number };
