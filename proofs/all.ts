/** Every proof, in the order in which they are run. */
import { cascade } from "./cascade.ts";
import { contention } from "./contention.ts";
import { delivery } from "./delivery.ts";
import { once } from "./idempotency.ts";
import { kills } from "./kills.ts";
import { migrations } from "./migrations.ts";
import { model } from "./model.ts";
import type { Proof } from "./proof.ts";

export const PROOFS: readonly Proof[] = [once, model, contention, delivery, cascade, migrations, kills];
