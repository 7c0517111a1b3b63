/** The cache of look-ups. */
import { createCache } from "@skillmeat-deployments/core/runtime/cache.ts";
import { expect, it } from "vitest";

/** A cache with small bounds, and the keys that were looked up. */
function controlled() {
  const time = { now: 0 };
  const looked: string[] = [];
  const found = { ms: 100, size: 2 };
  const absent = { ms: 10, size: 3 };
  const cache = createCache<string>({ elapsed: () => time.now, found, absent });
  const get = (key: string, value?: string) =>
    cache(key, async () => {
      looked.push(key);
      return value;
    });
  return { time, looked, cache, get };
}

it("Keys that are not found never push out one that was found, and are remembered in a bounded number", async () => {
  const { looked, get } = controlled();
  await get("good", "value");
  for (const key of ["a", "b", "c", "d"]) await get(key);
  expect(await get("good")).toBe("value");
  await get("d");
  expect(looked).toEqual(["good", "a", "b", "c", "d"]);
  await get("a");
  expect(looked).toEqual(["good", "a", "b", "c", "d", "a"]);
});

it("The oldest value is pushed out first, and one that was looked up again is not old", async () => {
  const { time, looked, get } = controlled();
  await get("a", "1");
  await get("b", "2");
  time.now = 100;
  await get("a", "1");
  await get("c", "3");
  looked.length = 0;
  await get("a", "1");
  expect(looked).toEqual([]);
  await get("b", "2");
  expect(looked).toEqual(["b"]);
});

it("A value is as old as the start of its look-up", async () => {
  const { time, cache, looked, get } = controlled();
  await cache("a", async () => {
    time.now = 60;
    return "old";
  });
  time.now = 99;
  expect(await get("a", "new")).toBe("old");
  time.now = 100;
  expect(await get("a", "new")).toBe("new");
  expect(looked).toEqual(["a"]);
});

it("A look-up that fails is shared by those who wait for it, and not remembered", async () => {
  const { cache, looked, get } = controlled();
  const failing = () => cache("a", () => Promise.reject(new Error("broken")));
  expect((await Promise.allSettled([failing(), get("a", "1")])).map(({ status }) => status)).toEqual([
    "rejected",
    "rejected",
  ]);
  expect(looked).toEqual([]);
  expect(await get("a", "1")).toBe("1");
});

it("A refused look-up concerns only the one who was refused", async () => {
  const { cache, get } = controlled();
  const refused = cache("a", () => {
    throw new Error("refused");
  });
  const other = get("a", "1");
  await expect(refused).rejects.toThrow("refused");
  expect(await other).toBe("1");
});

it("A look-up gets the value that was known before, also if another one was renewed meanwhile", async () => {
  const { time, cache, get } = controlled();
  await get("a", "1");
  await get("b", "2");
  time.now = 1_000;
  await get("b", "2");
  const seen: unknown[] = [];
  const look = async (last: string | undefined) => void seen.push(last);
  await cache("a", look as never);
  time.now = 2_000;
  await cache("a", look as never);
  expect(seen).toEqual(["1", undefined]);
});
