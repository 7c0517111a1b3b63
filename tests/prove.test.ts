/** The bounded form of every proof; `npm run prove` runs the long one. */
import { describe, expect, it } from "vitest";
import { PROOFS } from "./prove/all.ts";
import { createRandom } from "./support/random.ts";

const seed = Number(process.env.PROVE_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe(`with seed ${seed}, by PROVE_SEED=${seed} again`, () => {
  it.each(PROOFS.map((p) => [p.promise, p] as const))("%s", { timeout: 180_000 }, async (_promise, proof) => {
    const figures = await proof.prove({ scale: "bounded", random: createRandom(seed), progress: () => {} });
    console.log(`${proof.promise}: ${figures}`);
    expect(figures).toMatch(/\d/);
  });
});
