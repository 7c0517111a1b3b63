/** Slots: how much heavy work runs at once. */
import { createSlots, type Slots } from "@skillmeat-deployments/core/runtime/slots.ts";
import { expect, it } from "vitest";

/** Work that ends when it is told to, and what has started so far. */
function controlled() {
  const started: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<string>((done, fail) => {
      started.push(name);
      ends.set(name, (error) => (error ? fail(error) : done(name)));
    });
  return { started, work, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}
const MANY = { count: 10, bytes: 1_000 };
/** Slots for work of one owner. */
const slotsOf =
  (slots: Slots) =>
  <T>(work: () => Promise<T>) =>
    slots({ owner: "a", bytes: 1 }, work);
const turn = () => new Promise((done) => setImmediate(done));

it("Work that finds no slot waits, and starts in the order of the calls when another ends or fails", async () => {
  const { started, work, end } = controlled();
  const slots = slotsOf(createSlots(2, MANY, MANY));
  const results = ["a", "b", "c", "d"].map((name) => slots(work(name)).catch((error: Error) => error.message));
  await turn();
  expect(started).toEqual(["a", "b"]);
  end("b");
  await turn();
  expect(started).toEqual(["a", "b", "c"]);
  end("a", new Error("broken"));
  await turn();
  expect(started).toEqual(["a", "b", "c", "d"]);
  end("c");
  end("d");
  expect(await Promise.all(results)).toEqual(["broken", "b", "c", "d"]);
  // All slots are free again.
  const [e, f, g] = [slots(work("e")), slots(work("f")), slots(work("g"))];
  await turn();
  expect(started.slice(4)).toEqual(["e", "f"]);
  for (const name of ["e", "f"]) end(name);
  await turn();
  end("g");
  expect(await Promise.all([e, f, g])).toEqual(["e", "f", "g"]);
});

it("More than can wait are told to try again", async () => {
  const { work, end } = controlled();
  const slots = slotsOf(createSlots(1, { count: 1, bytes: 10 }, MANY));
  const first = slots(work("a"));
  const second = slots(work("b"));
  await expect(slots(work("c"))).rejects.toMatchObject({ code: "unavailable", retryAfter: 5 });
  end("a");
  await turn();
  end("b");
  expect(await Promise.all([first, second])).toEqual(["a", "b"]);
});

it("The owners of waiting work take turns, and one that fills its room leaves room for others", async () => {
  const { started, work, end } = controlled();
  const slots = createSlots(1, { count: 3, bytes: 10 }, { count: 5, bytes: 15 });
  const run = (owner: string, name: string, bytes = 1) => slots({ owner, bytes }, work(name));
  const all = [run("a", "a1"), run("a", "a2"), run("a", "a3"), run("a", "a4")];
  await expect(run("a", "a5")).rejects.toMatchObject({ code: "unavailable" });
  all.push(run("b", "b1"));
  await expect(run("b", "too many bytes", 10)).rejects.toMatchObject({ code: "unavailable" });
  all.push(run("b", "b2"));
  await expect(run("c", "too many altogether")).rejects.toMatchObject({ code: "unavailable" });
  for (const name of ["a1", "a2", "b1", "a3", "b2", "a4"]) {
    await turn();
    expect(started.at(-1)).toBe(name);
    end(name);
  }
  await Promise.all(all);
  const first = run("c", "c1", 10);
  const second = run("c", "c2", 10);
  await expect(run("c", "c3", 1)).rejects.toMatchObject({ code: "unavailable" });
  const third = run("d", "d1", 5);
  await expect(run("e", "e1", 1)).rejects.toMatchObject({ code: "unavailable" });
  for (const name of ["c1", "c2", "d1"]) {
    await turn();
    end(name);
  }
  expect(await Promise.all([first, second, third])).toEqual(["c1", "c2", "d1"]);
});
