/** Sends requests by the document alone, to resources that its own examples have created, and notes what is not as documented. */

import { OPERATOR, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { GENERAL } from "@skillmeat-deployments/testing/validate.ts";
import { stringify } from "smol-toml";
import { isValid, type Json, OPERATIONS, type Operation } from "./document.ts";

export type Sent = {
  /** Values of path parameters that replace those of existing resources. */
  ids?: Record<string, string>;
  query?: [name: string, value: string][];
  headers?: Record<string, string>;
  media?: string;
  body?: Json;
  /** The body as it is, in place of `body`. */
  text?: string;
  /** Another key than the operation's, or null for none. */
  key?: string | null;
  /** Another method than the operation's. */
  method?: string;
};

export type Client = {
  /** Creates what is missing of the resources that requests are sent to. */
  prepare(): Promise<void>;
  /**
   * Sends a request. @param title what a finding calls it
   * @param isExpected which of the documented statuses are right. Undefined: all below 500
   * @returns undefined if the answer is not as documented
   */
  send(
    operation: Operation,
    sent: Sent,
    title: string,
    isExpected?: (status: number) => boolean,
  ): Promise<Reply | undefined>;
  /** What was found about statuses and bodies since the last call. */
  takeAnswers(): string[];
  /** What was found about headers: a line for each kind, with the operations and statuses. */
  headers(): string[];
  count(): number;
};

export function createClient(service: Service): Client {
  const ids = new Map(
    OPERATIONS.flatMap(({ parameters }) => parameters)
      .filter((parameter) => parameter.in === "path")
      .map(({ name, example }) => [name, String(example)]),
  );
  const answers = new Set<string>();
  /** Where each finding about headers was made. */
  const headers = new Map<string, Set<string>>();
  let count = 0;

  const send: Client["send"] = async (operation, sent, title, isExpected = () => true) => {
    count++;
    const { method = operation.method } = sent;
    const key = sent.key === undefined ? keyOf(operation, service) : sent.key;
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(sent.ids?.[name] ?? ids.get(name) ?? ""),
    );
    const search = new URLSearchParams(sent.query).toString();
    const media = sent.media ?? operation.bodies[0]?.media;
    const text = sent.text ?? (sent.body === undefined ? undefined : textOf(sent.body, media));
    const name = `${operation.id} ${title}`;
    try {
      const reply = await service.call(method, path + (search === "" ? "" : `?${search}`), {
        key,
        headers: { ...(text === undefined || !media ? {} : { "content-type": media }), ...sent.headers },
        ...(text === undefined ? {} : { text }),
      });
      if (reply.status >= 500 || !isExpected(reply.status))
        answers.add(`${name}: ${reply.status} ${reply.text.slice(0, 200)}`);
      if (method === operation.method || method === "HEAD") {
        for (const finding of wrongHeaders(operation, reply)) {
          headers.set(finding, (headers.get(finding) ?? new Set()).add(`${operation.id} ${reply.status}`));
        }
      }
      return reply;
    } catch (error) {
      answers.add(`${name}: ${(error as Error).message.slice(0, 400)}`);
      return undefined;
    }
  };

  return {
    send,
    prepare: async () => {
      await service.drain();
      for (const operation of creates) {
        const reply = await send(operation, exampleOf(operation), "example");
        const made = (reply?.status === 201 ? reply.json : {}) as Record<string, unknown>;
        // Of the tenant that sends the requests, not of one that the operator has made.
        if (operation.path.startsWith("/tenants")) continue;
        for (const [name, id] of Object.entries(made)) {
          if (name.endsWith("_id") && ids.has(name)) ids.set(name, String(id));
        }
      }
    },
    takeAnswers: () => {
      const taken = [...answers];
      answers.clear();
      return taken;
    },
    headers: () => [...headers].map(([finding, places]) => `${finding}: ${[...places].join(", ")}`),
    count: () => count,
  };
}

/** The operations that create, parents first. */
const creates = OPERATIONS.filter(({ method, answers }) => method === "POST" && answers.has(201)).toSorted(
  (a, b) => a.path.split("{").length - b.path.split("{").length,
);

/** The example of the operation's body. */
export function exampleOf({ bodies }: Operation): Pick<Sent, "body" | "media"> {
  const body = bodies.find(({ example }) => example !== undefined) ?? bodies[0];
  return body?.example === undefined ? {} : { body: body.example, media: body.media };
}

/** The document does not say how a credential is made. */
const keyOf = ({ scheme }: Operation, service: Service) =>
  scheme === undefined ? null : scheme.startsWith("operator") ? OPERATOR : service.key;

function textOf(body: Json, media = ""): string {
  if (typeof body === "string" && !media.includes("json")) return body;
  return media.includes("toml")
    ? stringify(JSON.parse(JSON.stringify(body, (_, v) => v ?? undefined)))
    : JSON.stringify(body);
}

/** A header's or a query parameter's text as a value of its schema's type. */
export function parsed(text: string): Json {
  return /^(?:-?\d+(?:\.\d+)?|true|false)$/.test(text) ? JSON.parse(text.replace(/^(-?)0+(?=\d)/, "$1")) : text;
}

/** Headers of an answer that are not documented, are missing, or do not have a documented value. */
function* wrongHeaders({ answers }: Operation, { status, headers }: Reply): Generator<string> {
  const documented = answers.get(status)?.headers;
  if (!documented) return;
  for (const [name, text] of headers) {
    if (GENERAL.test(name)) continue;
    const header = documented.get(name);
    if (!header) yield `${name} is not documented`;
    else if (!isValid(header.schema, text) && !isValid(header.schema, parsed(text)))
      yield `${name}: ${text} is not as documented`;
  }
  for (const [name, { required }] of documented) {
    if (required && !headers.has(name)) yield `${name} is missing`;
  }
}
