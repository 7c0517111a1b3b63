/** Slots: how much heavy work runs at once. */
import { createSlots } from "@skillmeat-deployments/core/runtime/slots.ts";
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
const turn = () => new Promise((done) => setImmediate(done));

it("Work that finds no slot waits, and starts in the order of the calls when another ends or fails", async () => {
  const { started, work, end } = controlled();
  const slots = createSlots(2, 10);
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
  const slots = createSlots(1, 1);
  const first = slots(work("a"));
  const second = slots(work("b"));
  await expect(slots(work("c"))).rejects.toMatchObject({ code: "unavailable", retryAfter: 5 });
  end("a");
  await turn();
  end("b");
  expect(await Promise.all([first, second])).toEqual(["a", "b"]);
});
