/** Defines which stage is production. No other file depends on stage names. */

/** Production is protected from removal, and its API keys are `live` keys. */
export const isProduction = (stage: string | undefined) => stage === "production";
