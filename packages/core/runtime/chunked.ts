/** Splits items into chunks for calls that take a limited number of them. */

/**
 * Splits items into chunks of limited count and size, in order. An item above the size limit gets a chunk of its own.
 */
export function chunked<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  limit: { count: number; bytes: number },
): T[][] {
  const chunks: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = chunks.at(-1);
    if (!last || last.length === limit.count || bytes + size > limit.bytes) {
      chunks.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return chunks;
}
