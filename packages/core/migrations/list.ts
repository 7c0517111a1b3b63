/** Every migration, in order. */
import { profiles } from "./0001-profiles.ts";
import type { Migration } from "./migration.ts";

/** In order, without a gap. */
export const MIGRATIONS: readonly Migration[] = [profiles];
