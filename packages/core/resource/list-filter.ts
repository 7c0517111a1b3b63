/** Filters of lists: by the ids of resources, which keys answer, and by their values. */

/** Selects the resources of a list. The parts combine: a resource is on the list if it has all of them. */
export type ListFilter<T, ItemIds> = {
  /** The ids of the only resource that can be on the list. No other row is read. */
  only?: ItemIds | undefined;
  /** What the ids begin with. No other rows are read. */
  idPrefix?: string | undefined;
  /** Whether a value is on the list. With this or the next, a page reads up to 1,000 rows to become full. */
  passes?: ((value: T) => boolean) | undefined;
  /** Returns those of many values that are on the list, for a filter that has to read. */
  passing?: ((values: T[]) => Promise<T[]>) | undefined;
  /** The number of rows that a page reads at most, where a filter that has to read wants fewer than 1,000. */
  maxRows?: number | undefined;
};

/** How a parameter of a list compares values, by its name. A parameter that the ids answer alone has none. */
export type ParameterTests<T, F> = { [K in keyof F]?: (value: T, wanted: NonNullable<F[K]>) => boolean };

/** Returns whether a value passes the tests of all parameters that are given. undefined: none is. */
export function passesAll<T, F extends object>(
  tests: ParameterTests<T, F>,
  filter: F,
): ((value: T) => boolean) | undefined {
  // The cast: each test belongs to the parameter of its name.
  const given = (Object.entries(tests) as [keyof F, (value: T, wanted: unknown) => boolean][]).filter(
    ([name]) => filter[name] !== undefined,
  );
  return given.length === 0 ? undefined : (value) => given.every(([name, test]) => test(value, filter[name]));
}
