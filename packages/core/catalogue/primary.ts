/** The primary platform. */
import type { Platform } from "./platform-id.schema.ts";

/** The primary platform. A record without a profile counts as this platform, in ids and filters. */
export const PRIMARY: Platform = "claude_code";

/** The root of the primary platform. */
export const PRIMARY_ROOT = ".claude";
