/**
 * The HTTP client that sends webhooks. Their URLs are foreign, so the addresses of a name are checked, and the connection
 * is made to one that was checked. It uses no agent, hence no proxy of the environment and no connection of another
 * request, and it follows no redirect.
 */
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import {
  type ClientRequest,
  type IncomingMessage,
  request as startRequest,
  validateHeaderName,
  validateHeaderValue,
} from "node:http";
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, createSecureContext, type SecureContext } from "node:tls";
import { addressProblem, hostOf, isLocalName, urlProblem } from "@skillmeat-deployments/core/values/safe-address.ts";

/** The bytes of a response after which the connection is ended. */
const MAX_READ = 1024 * 1024;
/** The bytes of a response that are kept, and of the text that is made of them. */
const MAX_KEPT = 4 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
/** The addresses of a name that are tried. A name can have thousands, which may be those of somebody else. */
const MAX_TRIED = 4;
/** How long an address is tried before the next one is. The last one has the time that is left. */
const NEXT_ADDRESS_MS = 2_000;

type WebhookRequest = { url: string; headers: Readonly<Record<string, string>>; body: string };

export type Result = Answer | Failure;

/** A complete answer of any status, or one of which the first 1 MiB were read. */
type Answer = {
  kind: "answer";
  status: number;
  /** The value of a header, whose name can be in any case. */
  header: (name: string) => string | undefined;
  /** The first 4 KiB of the body. Bytes that are not UTF-8 are replaced by U+FFFD. */
  text: string;
  ms: number;
};

type Failure = {
  kind: "failure";
  /** What happened, as the endpoint's owner may read it. */
  reason: string;
  /** Whether the rules for URLs and addresses forbid the request. Nothing was sent. */
  refused: boolean;
  /** Whether the connection had been made, with TLS if any, so that the endpoint may have received the request. */
  connected: boolean;
  ms: number;
};

/** Returns the addresses of a name. The signal ends the search. */
type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>;
/** Starts a connection to one of the addresses, which were checked. `host` is only what they were found by. */
type Connect = (target: { host: string; port: number; addresses: readonly string[] }) => Socket;

type ClientOptions = {
  /** Lets webhooks go to this machine, by `http` too. Only for local runs. */
  allowLoopback: boolean;
  resolve?: Resolve;
  connect?: Connect;
  /** The certificates that are trusted instead of the public ones, as PEM. */
  ca?: string;
  /** The time limit of a request, with resolving, connecting and reading: 15 s unless given. */
  timeoutMs?: number;
};

/** How far a request came. */
type Stage = keyof typeof STAGES;
type Attempt = { stage: Stage; readonly signal: AbortSignal };

/** Creates the client. Its function never throws. */
export function createGuardedClient(options: ClientOptions) {
  const { allowLoopback, resolve = resolveByDns, connect = connectToFirst, ca, timeoutMs = 15_000 } = options;
  // Made once, because it parses all root certificates. No session is resumed, so requests share nothing else.
  const deps: Deps = { allowLoopback, resolve, connect, secureContext: createSecureContext({ ca }) };
  return async (request: WebhookRequest): Promise<Result> => {
    const started = performance.now();
    const limit = new AbortController();
    const attempt: Attempt = { stage: "resolving", signal: limit.signal };
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    const ms = () => Math.round(performance.now() - started);
    try {
      const answer = await send(request, attempt, deps);
      return { kind: "answer", ...answer, ms: ms() };
    } catch (error) {
      const connected = attempt.stage === "waiting" || attempt.stage === "reading";
      const reason = reasonOf(error, attempt, timeoutMs);
      return { kind: "failure", reason, refused: error instanceof Refused, connected, ms: ms() };
    } finally {
      clearTimeout(timer);
      // Closes what is still open.
      limit.abort();
    }
  };
}

type Deps = Required<Pick<ClientOptions, "allowLoopback" | "resolve" | "connect">> & { secureContext: SecureContext };

async function send({ url: text, headers, body }: WebhookRequest, attempt: Attempt, deps: Deps) {
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  const problem = urlProblem(text, deps.allowLoopback);
  if (problem) throw new Refused(`The URL ${problem}`);
  const url = new URL(text);
  const socket = await openConnection(url, attempt, deps);
  attempt.stage = "waiting";
  const request = startRequest({
    method: "POST",
    path: `${url.pathname}${url.search}`,
    headers,
    // With a connection of its own and no `agent`, a request never asks for an agent.
    createConnection: () => socket,
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
  });
  // Set last, so that no given header replaces them.
  request.setHeader("host", url.host);
  request.setHeader("connection", "close");
  request.setHeader("accept-encoding", "identity");
  request.setHeader("content-length", Buffer.byteLength(body));
  request.end(body);
  const [response] = (await next(request, "response", attempt.signal)) as [IncomingMessage];
  attempt.stage = "reading";
  return {
    status: response.statusCode ?? 0,
    header: (name: string) => response.headersDistinct[name.toLowerCase()]?.join(", "),
    text: await readText(response),
  };
}

async function openConnection(url: URL, attempt: Attempt, deps: Deps): Promise<Socket> {
  const { signal } = attempt;
  const host = hostOf(url);
  const addresses = await checkedAddresses(host, signal, deps);
  attempt.stage = "connecting";
  const socket = deps.connect({ host, port: Number(url.port || 443), addresses });
  await next(socket, "connect", signal);
  if (url.protocol !== "https:") return socket;
  attempt.stage = "securing";
  // An address is no server name (RFC 6066). NODE_TLS_REJECT_UNAUTHORIZED would change what is not given.
  const verified = { host, servername: isIP(host) === 0 ? host : undefined, rejectUnauthorized: true };
  const secured = connectTls({ ...verified, socket, secureContext: deps.secureContext, ALPNProtocols: ["http/1.1"] });
  await next(secured, "secureConnect", signal);
  return secured;
}

/** The addresses of a host. One that is not public refuses them all: such a name is an attempt to get in. */
async function checkedAddresses(host: string, signal: AbortSignal, deps: Deps): Promise<readonly string[]> {
  const addresses = await addressesOf(host, signal, deps.resolve);
  const bad = addresses.find((address) => addressProblem(address, deps.allowLoopback) !== undefined);
  if (bad !== undefined) throw new Refused(`The address ${bad} is not public`);
  if (addresses.length === 0) throw new Error("The name has no address");
  return addresses.slice(0, MAX_TRIED);
}

async function addressesOf(host: string, signal: AbortSignal, resolve: Resolve): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  if (isLocalName(host)) return ["127.0.0.1", "::1"];
  const none = once(signal, "abort").then(() => []);
  return Promise.race([resolve(host, signal), none]);
}

/**
 * Asks the DNS servers. Not the system's resolver: it cannot be cancelled and blocks one of a few threads, so names that
 * nobody answers for would delay every other endpoint.
 */
export async function resolveByDns(
  name: string,
  signal: AbortSignal,
  resolver = new Resolver({ timeout: 3_000, tries: 2 }),
): Promise<string[]> {
  signal.addEventListener("abort", () => resolver.cancel(), { once: true });
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return found.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
}

/** Tries the addresses one after another. Gives them to Node.js as the result of the look-up, so there is no other. */
const connectToFirst: Connect = ({ host, port, addresses }) => {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_name, _options, done) => done(null, found);
  return connectTcp({ host, port, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS });
};

/** Waits for an event of something that is destroyed when the attempt ends. @throws if it fails or closes before */
async function next(source: Socket | ClientRequest, event: string, signal: AbortSignal): Promise<unknown[]> {
  // Without a listener, an error that comes later would end the process.
  source.on("error", () => {});
  signal.addEventListener("abort", () => source.destroy(), { once: true });
  const closed = once(source, "close", { signal }).then(() => Promise.reject(new Error("It was closed")));
  return Promise.race([once(source, event, { signal }), closed]);
}

/** Reads the response, at most 1 MiB, and returns the first 4 KiB as text. */
async function readText(response: AsyncIterable<Buffer>): Promise<string> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (size <= MAX_KEPT) kept.push(chunk);
    size += chunk.length;
    if (size >= MAX_READ) break;
  }
  // Twice, because a replaced byte becomes three.
  return firstText(Buffer.from(firstText(Buffer.concat(kept))));
}

/** The first 4 KiB as text, without a character that is cut there. */
const firstText = (bytes: Buffer) =>
  new TextDecoder().decode(bytes.subarray(0, MAX_KEPT), { stream: bytes.length > MAX_KEPT });

/** The rules forbid the request. */
class Refused extends Error {}

/** What is said of a request that ended at a stage: by an error, or by the time limit. */
const STAGES = {
  resolving: { failed: "The name could not be resolved", late: "the name was not resolved" },
  connecting: { failed: "The connection could not be made", late: "the connection was not made" },
  securing: { failed: "TLS: the handshake failed", late: "the TLS handshake was not complete" },
  waiting: { failed: "The connection was closed before an answer came", late: "the request was sent" },
  reading: { failed: "The connection was closed before the answer was complete", late: "its body was not complete" },
};

/** Reasons by the code of an error. Foreign texts are not quoted: they can hold anything. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_INVALID_HTTP_TOKEN: "The name of a header is not valid",
  ERR_INVALID_CHAR: "The value of a header is not valid",
  ECONNREFUSED: "The connection was refused",
  EHOSTUNREACH: "The address cannot be reached",
  ENETUNREACH: "The address cannot be reached",
  HPE_HEADER_OVERFLOW: "The headers of the answer are larger than 16 KiB",
  ERR_TLS_CERT_ALTNAME_INVALID: "TLS: the certificate is for another name",
  CERT_HAS_EXPIRED: "TLS: the certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "TLS: the certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "TLS: the certificate's authority is not known",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "TLS: the certificate's authority is not known, or its chain is not complete",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "TLS: the certificate's authority is not known, or its chain is not complete",
};

function reasonOf(error: unknown, { stage, signal }: Attempt, timeoutMs: number): string {
  if (error instanceof Refused) return error.message;
  if (signal.aborted) return `No answer within ${timeoutMs / 1000} s: ${STAGES[stage].late}`;
  const code = String((error as NodeJS.ErrnoException | null)?.code);
  const reason = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  return reason ?? (code.startsWith("HPE_") ? "The answer is not valid HTTP" : STAGES[stage].failed);
}
