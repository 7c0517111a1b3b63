/** JSON Merge Patch (RFC 7396). */
import { isObject } from "./json.ts";

/**
 * Returns the patched target. null removes a member, objects are merged, any other value replaces (RFC 7396, section
 * 2).
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
