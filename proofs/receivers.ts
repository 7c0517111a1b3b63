/** Endpoints that receive webhooks, and note every request. */
import { createServer, type Server, type ServerResponse } from "node:http";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { Webhook } from "standardwebhooks";

/** A request as it was received. */
export type Received = {
  id: string;
  at: number;
  /** How often the service had been killed before. */
  kills: number;
  event: Record<string, unknown>;
  /** The status of the answer. Undefined: it was not, or not yet, answered. */
  status?: number;
};

/** Answers a request. `before` is the number of requests before it. Undefined: never. */
export type Answer = (request: Received, before: number) => Promise<number> | number | undefined;

export type Receiver = {
  url: string;
  requests: Received[];
  /** Replaces how requests are answered. */
  answer: Answer;
  /** What verifies the signatures. */
  secret: string;
  /** The requests in flight, and the most there were. */
  open: number;
  mostOpen: number;
  /** The requests that the sender gave up. */
  givenUp: number;
  /** Requests whose signature or content is not valid. */
  invalid: string[];
  close(): Promise<void>;
};

/** Starts an endpoint. @param kills counts how often the service has been killed */
export async function startReceiver(kills: { count: number }, answer: Answer): Promise<Receiver> {
  const server: Server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      // The sender was killed in the middle of its request.
      return;
    }
    const request = open(receiver, response, String(incoming.headers["webhook-id"]), kills.count);
    try {
      const headers = incoming.headers as Record<string, string>;
      // The library parses the body after it has verified it.
      request.event = new Webhook(receiver.secret).verify(Buffer.concat(chunks).toString(), headers) as object as never;
    } catch (error) {
      receiver.invalid.push(`${request.id}: ${error}`);
    }
    const status = await receiver.answer(request, receiver.requests.indexOf(request));
    if (status === undefined || response.destroyed) return;
    request.status = status;
    response.writeHead(status).end();
  });
  const receiver: Receiver = {
    url: await listen(server),
    requests: [],
    answer,
    secret: "",
    open: 0,
    mostOpen: 0,
    givenUp: 0,
    invalid: [],
    close: () => close(server),
  };
  return receiver;
}

/** Notes a request, until its connection is closed. */
function open(receiver: Receiver, response: ServerResponse, id: string, kills: number): Received {
  const request: Received = { id, at: Date.now(), kills, event: {} };
  receiver.requests.push(request);
  receiver.open++;
  receiver.mostOpen = Math.max(receiver.mostOpen, receiver.open);
  response.once("close", () => {
    receiver.open--;
    if (!response.writableFinished) receiver.givenUp++;
  });
  return request;
}

/** The URL of a port on which nothing listens. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await close(server);
  return url;
}
