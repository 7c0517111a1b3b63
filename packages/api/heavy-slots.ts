/** The slots of heavy requests: how many imports and reports run and wait in a process. */
import { createSlots, type Slots } from "@skillmeat-deployments/core/runtime/slots.ts";
import type { Route } from "./routing/route.ts";

/** How many imports and reports run at once in a process: each can need 100 MB and a third of the sockets to storage. */
const MAX_IMPORTS = 2;
const MAX_REPORTS = 4;
/** How many of them can wait, with their bodies: of one tenant 20 imports of 4 MiB, and room for others beside them. */
const MAX_WAITING_OF_TENANT = { count: 100, bytes: 80 * 1024 * 1024 };
const MAX_WAITING = { count: 500, bytes: 128 * 1024 * 1024 };

/** Creates the slots of a process. */
export const createHeavySlots = (): Record<NonNullable<Route["heavy"]>, Slots> => ({
  import: createSlots(MAX_IMPORTS, MAX_WAITING_OF_TENANT, MAX_WAITING),
  report: createSlots(MAX_REPORTS, MAX_WAITING_OF_TENANT, MAX_WAITING),
});
