/** The schema of times that the service sets. */
import * as z from "zod";

/** A time in RFC 3339, UTC, with milliseconds. */
export const Timestamp = z.string().meta({ format: "date-time", example: "2026-03-10T05:16:23.000Z" });
