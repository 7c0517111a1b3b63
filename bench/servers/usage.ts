/** Answers, in the process of a measured server, what it used of CPU and memory. */

/** CPU in milliseconds since the start, and bytes of memory, now and at most. */
export type Usage = { cpu: number; heapUsed: number; rss: number; maxRss: number };

/**
 * Tells the parent process the URL, and its usage whenever it asks.
 * @param close ends the server; called when the parent asks for it or ends
 */
export function reportUsage(url: string, close: () => Promise<void>): void {
  const end = () => void close().then(() => process.exit(0));
  process.once("SIGTERM", end).once("disconnect", end);
  process.on("message", (message) => {
    if (message === "collect") globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { heapUsed, rss } = process.memoryUsage();
    const maxRss = process.resourceUsage().maxRSS * 1024;
    process.send?.({ cpu: (user + system) / 1000, heapUsed, rss, maxRss } satisfies Usage);
  });
  process.send?.({ url });
}
