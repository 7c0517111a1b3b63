/** The verbs that need the catalogue. They are loaded on demand. */
import "../start.ts";
import { detectPlatforms } from "@skillmeat-deployments/core/catalogue/detect/detect.ts";
import { catalogueVersion, readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { selectPlatforms } from "@skillmeat-deployments/core/catalogue/read-paths.ts";
import { createProfile } from "@skillmeat-deployments/core/model/create-profile.ts";
import { recordBatch } from "@skillmeat-deployments/core/model/deployments/record-batch.ts";
import { recordDeployment, recordEverywhere } from "@skillmeat-deployments/core/model/deployments/record-deployment.ts";
import { planDeployments } from "@skillmeat-deployments/core/reports/plan.ts";
import { presetDiff } from "@skillmeat-deployments/core/reports/preset-diff.ts";

export const verbs = {
  catalogueVersion,
  createProfile,
  detectPlatforms,
  planDeployments,
  presetDiff,
  readPlatform,
  recordBatch,
  recordDeployment,
  recordEverywhere,
  selectPlatforms,
};
