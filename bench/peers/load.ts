/**
 * The load generator, in a process of its own: sends requests over a number of connections for some seconds, each as
 * soon as the last is answered.
 */
import autocannon from "autocannon";
import type { Load, LoadResult } from "../load.ts";
import { summary } from "../stats.ts";

let sent = 0;
const filled = (text: string) => text.replaceAll("{n}", `${process.pid}-${++sent}`).replaceAll("{i}", `${sent % 50}`);

function run({ url, method, headers, body, connections, seconds }: Load): Promise<LoadResult> {
  const times: number[] = [];
  const started = performance.now();
  return new Promise((done, fail) => {
    const { origin, pathname } = new URL(url);
    const path = decodeURIComponent(pathname);
    const setupRequest = (request: object) => ({ ...request, path: filled(path), body: filled(body ?? "") });
    const request = body === undefined ? { method, headers, path } : { method, headers, setupRequest };
    const instance = autocannon(
      { url: origin, connections, duration: seconds, requests: [request] },
      (error, result) => {
        if (error) return fail(error);
        if (result.non2xx + result.errors > 0)
          return fail(new Error(`${method} ${url}: ${result.non2xx} of ${times.length} requests failed`));
        const elapsed = (performance.now() - started) / 1000;
        done({ requests: times.length, perSecond: times.length / elapsed, p50: summary(times).median });
      },
    );
    instance.on("response", (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  });
}

process.once("message", async (load) => {
  process.send?.(await run(load as Load), () => process.exit(0));
});
