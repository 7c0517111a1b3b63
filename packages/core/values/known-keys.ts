/** The message of a map with unknown keys: which keys it takes. */

const START = "the keys are ";

/** Returns the message of a map that takes these keys. */
export const knownKeys = (keys: readonly string[]) => START + keys.join(", ");

/** Whether a schema's message is one of these. */
export const listsKeys = (message: string) => message.startsWith(START);
