/** Work on many items, a bounded number at once. */

/** Runs `work` over all items, at most `width` at once; after a failure no more are begun. @throws the first failure */
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
  // All of them have ended before the failure is told: nothing goes on behind the answer.
  await Promise.allSettled(workers);
  await Promise.all(workers);
}
