/** Every proof, in the order in which they are run. */
import { cascade } from "./cascade.ts";
import { cliKills } from "./cli-kills.ts";
import { contention } from "./contention.ts";
import { deliveries } from "./deliveries.ts";
import { delivery } from "./delivery.ts";
import { histories } from "./histories.ts";
import { idempotency } from "./idempotency.ts";
import { isolation } from "./isolation.ts";
import { kills } from "./kills.ts";
import { migrations } from "./migrations.ts";
import { model } from "./model.ts";
import type { Proof } from "./proof.ts";
import { verifyCost } from "./verify-cost.ts";

// Of two processes that share them, each has about half of the time.
export const PROOFS: readonly Proof[] = [
  idempotency,
  migrations,
  cascade,
  delivery,
  model,
  ...deliveries,
  histories,
  kills,
  contention,
  cliKills,
  verifyCost,
  isolation,
];
