/** Imports lock files in a test, and writes down what came of them. */
import { readFileSync } from "node:fs";
import type { Artifact } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import type { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import type { Reply, Service } from "./service.ts";

const folder = new URL("../../tests/api/routes/lock-files/", import.meta.url);

/** The example files, and what a new tenant has after the import of each. */
export const LOCK_FILES = ["apm-lists.yaml", "apm-rows.yaml", "skills-lock.json", "skill-lock.json"] as const;
export const lockFile = (name: (typeof LOCK_FILES)[number] | "expected.txt") =>
  readFileSync(new URL(name, folder), "utf8");

/** What a lock file is sent as. @param text a file of apm is YAML, one of skills JSON */
const typeOf = (text: string | Uint8Array) =>
  typeof text === "string" && text.trimStart().startsWith("{") ? "application/json" : "application/yaml";

/** Sends a lock file. @param query with its question mark */
export const sendLockFile = (
  service: Pick<Service, "call">,
  at: string,
  text: string | Uint8Array<ArrayBuffer>,
  { query = "", headers = {}, key }: { query?: string; headers?: Record<string, string>; key?: string } = {},
): Promise<Reply> =>
  service.call("POST", `${at}/deployments/import${query}`, {
    text,
    headers: { "content-type": typeOf(text), ...headers },
    ...(key === undefined ? {} : { key }),
  });

/** A hash of one repeated character is written short. */
const short = (text: string | null) => (text ?? "-").replace(/(.)\1{39,}$/, "$1…");

/** One line for a record: its id, its profile's platform and root, its path, its hash and that of its source. */
export const lineOfRecord = (record: Deployment) =>
  [
    record.deployment_id,
    `${record.platform} ${record.profile_root_dir}`,
    `${record.artifact_path_base}: ${record.artifact_path}`,
    short(record.content_hash),
    short(record.collection_sha),
  ].join(" | ");

/** One line for an artifact: its id, its name on disk, its source and its hash. */
export const lineOfArtifact = ({ artifact_id, install_name, source, content_hash }: Artifact) =>
  [artifact_id, install_name, source ?? "-", short(content_hash)].join(" | ");
