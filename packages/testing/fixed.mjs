// Loaded before a process's first module: its clock and its random ids are what the test says, so that two processes
// that are told the same, and asked the same, do the same.
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

const RealDate = Date;
let now = RealDate.now();
let state = 1;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now] : args));
  }
  static now() {
    return now;
  }
};

/** Mulberry32. */
function byte() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % 256;
}

// Ids and secrets are made of these; the SDK's ids of attempts are not, and stay random.
crypto.randomBytes = (size) => Buffer.from(Array.from({ length: size }, byte));
syncBuiltinESMExports();

process.on("message", (message) => {
  if (message.now === undefined) return;
  now = message.now;
  state = message.seed;
  process.send({ fixed: message.seed });
});
