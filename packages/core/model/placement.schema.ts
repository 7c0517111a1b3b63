/** The schema of the reasons for which a profile does not accept an artifact. */
import * as z from "zod";
import { SKIP_CODES } from "./placement.ts";

/** The reason for which a profile does not accept an artifact. */
export const SkipCode = z
  .enum(SKIP_CODES)
  .describe(
    "`unsupported-artifact-type`: the profile does not accept the type. `platform-mismatch`: the artifact does not " +
      "target the platform.",
  );
