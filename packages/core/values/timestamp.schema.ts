/** The schemas of times. */
import * as z from "zod";

/** A time that the service sets: RFC 3339, UTC, with milliseconds. */
export const Timestamp = z.string().meta({ format: "date-time", example: "2026-03-10T05:16:23.000Z" });

/** A time that a client gives, with a time zone. */
export const GivenTime = z.iso.datetime({
  offset: true,
  message: "must be an RFC 3339 timestamp with a time zone (in a URL, + is written %2B)",
});
