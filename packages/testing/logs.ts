/** Reads every line that a suite's service logs, and fails where one holds a key, a secret or what a body said. */

/** What a line may tell. Another member is looked at by whoever adds it here. */
const KNOWN_MEMBERS = new Set([
  ..."level message request_id tenant actor method route status latency_ms server_errors replays".split(" "),
  ..."conditional_failures throttles trace cold_start error events lag_ms retried set_aside sequence_number".split(" "),
  // Of a deployed function.
  ..."timestamp stage service invocation _aws".split(" "),
]);
const SECRET = /sm[ko]_(?:live|test)_\w{20,}|whsec_\w+|Bearer\s+\S+/;
/** Shorter ones stand in routes and messages for reasons of their own. */
const MIN_LENGTH = 12;

export type LogScanner = {
  line(line: Record<string, unknown>): void;
  /** What a caller sent: its credential, and a body. */
  sent(credential: string | null, body: string | Uint8Array | undefined): void;
  /** @throws naming the first line that holds what it must not */
  check(): void;
};

export function createLogScanner(): LogScanner {
  const lines: string[] = [];
  const wrong: string[] = [];
  const canaries = new Set<string>();
  return {
    line(line) {
      const text = JSON.stringify(line);
      lines.push(text);
      const strange = Object.keys(line).filter((key) => !KNOWN_MEMBERS.has(key));
      if (strange.length > 0) wrong.push(`${strange} in ${text}`);
      if (SECRET.test(text)) wrong.push(`a secret in ${text}`);
    },
    sent(credential, body) {
      if (credential && credential.length >= MIN_LENGTH) canaries.add(credential.slice(-MIN_LENGTH));
      if (canaries.size < 5_000) for (const word of wordsOf(body)) canaries.add(word);
    },
    check() {
      const all = lines.join("\n");
      for (const canary of canaries) if (all.includes(canary)) wrong.push(`'${canary}', which was sent`);
      if (wrong.length > 0) throw new Error(`The logs tell what they must not: ${wrong[0]}`);
    },
  };
}

/** The strings of a JSON body as a log line would hold them; of another, its beginning. */
function wordsOf(body: string | Uint8Array | undefined): string[] {
  if (body === undefined) return [];
  const text = typeof body === "string" ? body : Buffer.from(body).toString("latin1");
  const words: string[] = [];
  try {
    JSON.parse(text, (_key, value) => {
      if (typeof value === "string") words.push(value);
      return value;
    });
  } catch {
    words.push(text.slice(0, 200));
  }
  return words.filter((word) => word.length >= MIN_LENGTH).map((word) => JSON.stringify(word).slice(1, -1));
}
