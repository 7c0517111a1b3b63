/** Discards the rest of a request's body, so that the client reads the answer and can use the connection again. */
import type { IncomingMessage } from "node:http";

/** Larger bodies are not received: the connection is closed. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Milliseconds without data after which the rest of a body is not expected any more. */
const IDLE_MS = 1_000;

/**
 * Waits until the whole body has arrived. A client that sends a body and gets an answer before its end would otherwise
 * see a broken connection instead of the answer. Gives up if the body is too large, stops, or is cut by the client.
 */
export async function discardBody(incoming: IncomingMessage): Promise<void> {
  if (incoming.complete || incoming.destroyed || Number(incoming.headers["content-length"] ?? 0) > MAX_BYTES) return;
  let bytes = 0;
  const resume = () => void incoming.resume();
  await new Promise<void>((done) => {
    const timeout = setTimeout(done, IDLE_MS);
    const finish = () => {
      clearTimeout(timeout);
      done();
    };
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      timeout.refresh();
      if (bytes > MAX_BYTES) finish();
    });
    // A reader that stopped in the middle of the body has paused it.
    incoming.on("pause", resume);
    for (const event of ["end", "close", "error"]) incoming.once(event, finish);
    incoming.resume();
  });
  incoming.off("pause", resume);
}
