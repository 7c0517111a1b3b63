/** The artifact types that SkillMeat deploys (source: miethe/skillmeat, skillmeat/core/artifact_detection.py). */

/** All artifact types, in the order in which maps list them. */
export const ARTIFACT_TYPES = [
  "skill",
  "command",
  "agent",
  "hook",
  "mcp",
  "rule_file",
  "context_file",
  "spec_file",
  "project_config",
  "progress_template",
  "workflow",
  "composite",
] as const;

/** Whether a text is an artifact type. */
export const isArtifactType = (text: string): text is (typeof ARTIFACT_TYPES)[number] =>
  (ARTIFACT_TYPES as readonly string[]).includes(text);

/**
 * Returns a map in the order of the artifact types. DynamoDB does not keep the order of keys, but equal ETags require
 * equal bytes.
 */
export function orderedByType<T>(
  map: Partial<Record<(typeof ARTIFACT_TYPES)[number], T>>,
): Partial<Record<(typeof ARTIFACT_TYPES)[number], T>> {
  const ordered: Partial<Record<(typeof ARTIFACT_TYPES)[number], T>> = {};
  for (const type of ARTIFACT_TYPES) {
    const entry = map[type];
    if (entry !== undefined) ordered[type] = entry;
  }
  return ordered;
}
