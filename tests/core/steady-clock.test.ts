/** The clock of durations. */
import { createSteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { expect, it } from "vitest";

const HOUR = 3_600_000;

/** A steady clock on a time of day and a monotonic clock that the test sets. */
function controlled() {
  const time = { day: 1e12, monotonic: 5_000 };
  const elapsed = createSteadyClock(
    () => new Date(time.day),
    () => time.monotonic,
  );
  const start = elapsed();
  const pass = (day: number, monotonic: number) => {
    time.day += day;
    time.monotonic += monotonic;
    return elapsed() - start;
  };
  return pass;
}

it("Setting the time of day back neither stops nor turns the steady clock", () => {
  const pass = controlled();
  expect(pass(2_000, 2_000)).toBe(2_000);
  expect(pass(-HOUR, 0)).toBe(2_000);
  expect(pass(3_000, 3_000)).toBe(5_000);
});

it("The steady clock counts the time for which the monotonic clock stood still, once", () => {
  const pass = controlled();
  expect(pass(HOUR, 0)).toBe(HOUR);
  expect(pass(0, 0)).toBe(HOUR);
  expect(pass(1_000, 1_000)).toBe(HOUR + 1_000);
});

it("Small corrections of the time of day do not make the steady clock run faster", () => {
  const pass = controlled();
  let last = 0;
  for (let i = 0; i < 1_000; i++) {
    pass(500, 1);
    last = pass(-500, 1);
  }
  expect(last).toBe(2_000);
});
