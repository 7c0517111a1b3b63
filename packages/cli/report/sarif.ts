/** Differences as SARIF 2.1.0 (docs.oasis-open.org/sarif), which code hosts show beside the files. */
import type { Examined } from "../deploy/examine.ts";
import type { State } from "../deploy/inspect.ts";
import { VERSION } from "../version.ts";
import { MEANINGS, nameOf, STATES, sorted } from "./findings.ts";

const LEVELS: Record<State | "untracked", "error" | "warning" | "note"> = {
  error: "error",
  missing: "error",
  diverged: "error",
  modified: "error",
  outdated: "warning",
  unverified: "note",
  synced: "note",
  untracked: "note",
};

export function sarifOf(examined: Examined): object {
  const rules = [...STATES, "untracked" as const].filter((state) => state !== "synced");
  const found = sorted(examined.findings).filter(({ state }) => state !== "synced");
  const results = found.map((finding) =>
    result(
      finding.state,
      `${nameOf(finding)}: ${finding.detail ?? MEANINGS[finding.state]}`,
      finding.placed.place.path,
      finding.placed.id,
    ),
  );
  const extra = examined.untracked.map((path) => result("untracked", `${path}: ${MEANINGS.untracked}`, path, path));
  return {
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: {
          driver: {
            name: "skillmeat-deploy",
            version: VERSION,
            rules: rules.map((id) => ({
              id,
              shortDescription: { text: MEANINGS[id] },
              defaultConfiguration: { level: LEVELS[id] },
            })),
          },
        },
        // Paths are relative to the project, as code hosts need them.
        results: [...results, ...extra],
      },
    ],
  };
}

const result = (ruleId: State | "untracked", text: string, path: string, id: string) => ({
  ruleId,
  level: LEVELS[ruleId],
  message: { text },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: path.split("/").map(encodeURIComponent).join("/") },
        region: { startLine: 1 },
      },
    },
  ],
  partialFingerprints: { "deployment/v1": `${ruleId}:${id}` },
});
