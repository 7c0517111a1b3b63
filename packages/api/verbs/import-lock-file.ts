/** The import of lock files. It is loaded on demand. */
import "../start.ts";
import { importLockFile } from "@skillmeat-deployments/core/lock-files/import.ts";

export const verbs = { importLockFile };
