/** Checks that no log line of a service contains a key, a secret or text from a request body. */

/** The members that a log line may have. Before you add one, make sure that it contains no user data. */
const KNOWN_MEMBERS = new Set([
  ..."level message request_id tenant actor method route status latency_ms server_errors replays unauthenticated rate_limited".split(
    " ",
  ),
  ..."conditional_failures throttles trace cold_start error events lag_ms retried set_aside sequence_number".split(" "),
  // Members that only deployed functions log.
  ..."timestamp stage service invocation _aws".split(" "),
  ..."webhook delivered failed disabled messages unhandled woken overdue unsent".split(" "),
]);
const SECRET = /sm[ko]_(?:live|test)_\w{20,}|whsec_\w+|Bearer\s+\S+/;
/** Shorter strings are ignored, because they may also occur in routes and messages. */
const MIN_LENGTH = 12;

export type LogScanner = {
  /** Adds a log line. */
  line(line: Record<string, unknown>): void;
  /** Adds what a client sent: strings that no log line may contain. */
  sent(credential: string | null, body: string | Uint8Array | undefined): void;
  /** @throws if a line contains a secret, a sent string or an unknown member */
  check(): void;
};

/** Creates a scanner for the log of one service. */
export function createLogScanner(): LogScanner {
  const lines: string[] = [];
  const errors: string[] = [];
  const sentStrings = new Set<string>();
  return {
    line(line) {
      const text = JSON.stringify(line);
      lines.push(text);
      const unknown = Object.keys(line).filter((key) => !KNOWN_MEMBERS.has(key));
      if (unknown.length > 0) errors.push(`${unknown} in ${text}`);
      if (SECRET.test(text)) errors.push(`a secret in ${text}`);
    },
    sent(credential, body) {
      if (credential && credential.length >= MIN_LENGTH) sentStrings.add(credential.slice(-MIN_LENGTH));
      if (sentStrings.size < 5_000) for (const string of stringsOf(body)) sentStrings.add(string);
    },
    check() {
      const all = lines.join("\n");
      for (const sent of sentStrings) if (all.includes(sent)) errors.push(`'${sent}', which was sent in a request`);
      if (errors.length > 0) throw new Error(`The logs contain what they must not contain: ${errors[0]}`);
    },
  };
}

/** The strings in a JSON body, escaped as in a log line. For other bodies, the first 200 characters. */
function stringsOf(body: string | Uint8Array | undefined): string[] {
  if (body === undefined) return [];
  const text = typeof body === "string" ? body : Buffer.from(body).toString("latin1");
  const strings: string[] = [];
  try {
    JSON.parse(text, (_key, value) => {
      if (typeof value === "string") strings.push(value);
      return value;
    });
  } catch {
    strings.push(text.slice(0, 200));
  }
  return strings.filter((string) => string.length >= MIN_LENGTH).map((string) => JSON.stringify(string).slice(1, -1));
}
