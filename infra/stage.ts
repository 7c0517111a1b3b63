/** The only place that knows stage names. */

/** The stage that people depend on: protected, retained, and with keys that say `live`. */
export const isProduction = (stage: string | undefined) => stage === "production";
