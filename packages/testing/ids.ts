/** Ids by other clocks. */
import { ulid } from "ulid";

/** Returns a new id by a clock that is ahead by `ms` milliseconds, or late if `ms` is negative. */
export const idByClock = (ms: number): string => ulid(Date.now() + ms);
