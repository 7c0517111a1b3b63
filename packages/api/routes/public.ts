/** What everybody may read, and any cache may keep. */
import { sha256 } from "@skillmeat-deployments/core/secret.ts";

/** The tag changes with any byte of what is served. */
export const tagged = (json: unknown, headers: Record<string, string> = {}) => ({
  status: 200 as const,
  json,
  change: sha256(JSON.stringify(json)).slice(0, 26),
  headers: { "cache-control": "public, max-age=3600", ...headers },
});
