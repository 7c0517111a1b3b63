/** The list of migrations. */
import { profiles } from "./0001-profiles.ts";
import type { Migration } from "./migration.ts";

/** All migrations, in order of their numbers and without gaps. */
export const MIGRATIONS: readonly Migration[] = [profiles];
