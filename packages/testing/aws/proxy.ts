/** An HTTP proxy between the service and its engine. It injects faults of the network and of DynamoDB. */
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { close, listen } from "../server.ts";

/** The faults. `cut before` and `cut after` close the connection before or after the engine runs the operation. */
export const FAULTS = ["throttle", "conflict", "500", "hang", "cut before", "cut after"] as const;
export type Fault = (typeof FAULTS)[number];

export type FaultProxy = {
  endpoint: string;
  /** Returns the fault for a storage call, or undefined for none. */
  plan: (operation: string) => Fault | undefined;
  /** The number of injected faults, by operation and fault. */
  hits: Map<string, number>;
  /** The IAM actions that the calls required. */
  actions: Set<string>;
  close(): Promise<void>;
};

type ErrorFault = Extract<Fault, "throttle" | "conflict" | "500">;

/** DynamoDB's error response for a fault. */
function errorResponse(fault: ErrorFault, operation: string): { status: number; body: object } {
  const type = (name: string) => `com.amazonaws.dynamodb.v20120810#${name}`;
  if (fault === "500") return { status: 500, body: { __type: type("InternalServerError"), message: "internal" } };
  if (fault === "throttle") {
    return { status: 400, body: { __type: type("ProvisionedThroughputExceededException"), message: "slow down" } };
  }
  if (operation === "TransactWriteItems") {
    const CancellationReasons = [{ Code: "TransactionConflict", Message: "conflict" }];
    return {
      status: 400,
      body: { __type: type("TransactionCanceledException"), Message: "cancelled", CancellationReasons },
    };
  }
  return { status: 400, body: { __type: type("TransactionConflictException"), message: "conflict" } };
}

const READS = new Set(["GetItem", "BatchGetItem", "Query"]);

/** Starts a proxy on a free port. @param engine the endpoint of the engine */
export async function createProxy(engine: string): Promise<FaultProxy> {
  const target = new URL(engine);
  const hanging = new Set<ServerResponse>();
  const server: Server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] as string;
    let fault = proxy.plan(operation);
    // DynamoDB reads never fail with a conflict.
    if (fault === "conflict" && READS.has(operation)) fault = "throttle";
    if (fault) proxy.hits.set(`${operation} × ${fault}`, (proxy.hits.get(`${operation} × ${fault}`) ?? 0) + 1);
    if (fault === "cut before") incoming.socket.destroy();
    else if (fault === "hang") hanging.add(outgoing);
    else if (fault === "throttle" || fault === "conflict" || fault === "500")
      sendError(incoming, outgoing, fault, operation);
    else forwardRequest(incoming, outgoing, fault === "cut after");
    collectActions(incoming, operation);
  });

  /** A transaction requires the actions of its items. There is no action for the transaction itself. */
  function collectActions(incoming: IncomingMessage, operation: string) {
    if (operation !== "TransactWriteItems") return void proxy.actions.add(`dynamodb:${operation}`);
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { TransactItems } = JSON.parse(Buffer.concat(chunks).toString()) as { TransactItems: object[] };
      for (const kind of TransactItems.flatMap(Object.keys)) {
        proxy.actions.add(`dynamodb:${kind === "ConditionCheck" ? "ConditionCheckItem" : `${kind}Item`}`);
      }
    });
  }

  function sendError(incoming: IncomingMessage, outgoing: ServerResponse, fault: ErrorFault, operation: string) {
    const { status, body } = errorResponse(fault, operation);
    incoming
      .resume()
      .on("end", () =>
        outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body)),
      );
  }

  function forwardRequest(incoming: IncomingMessage, outgoing: ServerResponse, cut: boolean) {
    const { method, url, headers } = incoming;
    const forwarded = forward({ host: target.hostname, port: target.port, method, path: url, headers }, (reply) => {
      if (cut) reply.resume().on("end", () => incoming.socket.destroy());
      else reply.pipe(outgoing.writeHead(reply.statusCode as number, reply.headers));
    });
    forwarded.on("error", () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  }

  const proxy: FaultProxy = {
    endpoint: "",
    plan: () => undefined,
    hits: new Map(),
    actions: new Set(),
    async close() {
      for (const response of hanging) response.destroy();
      await close(server);
    },
  };
  proxy.endpoint = await listen(server);
  return proxy;
}
