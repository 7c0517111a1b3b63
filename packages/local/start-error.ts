/** An error for the person who runs a command. It is printed as one line, without a stack trace. */
export class StartError extends Error {}
