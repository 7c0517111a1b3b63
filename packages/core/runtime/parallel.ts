/** Runs asynchronous work on many items with bounded concurrency. */

/**
 * Runs `work` on all items, at most `width` at a time. After a failure it starts no further item.
 * @throws the first failure, after all running work has ended
 */
export async function inParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(width, items.length) }, worker);
  // Waits for all workers before it throws, so that no work continues after the response.
  await Promise.allSettled(workers);
  await Promise.all(workers);
}
