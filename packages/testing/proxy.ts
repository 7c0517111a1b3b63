/** An HTTP proxy between the service and its engine, which fails storage calls as networks and DynamoDB do. */
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { close, listen } from "./server.ts";

export const FAULTS = ["throttle", "conflict", "500", "hang", "cut before", "cut after"] as const;
export type Fault = (typeof FAULTS)[number];

export type FaultProxy = {
  endpoint: string;
  /** Decides for each storage call whether it fails, and how. */
  plan: (operation: string) => Fault | undefined;
  /** How often each fault hit each operation. */
  hits: Map<string, number>;
  /** The IAM actions that all calls together took. */
  actions: Set<string>;
  close(): Promise<void>;
};

/** What DynamoDB says of each, in its own words. */
function refusal(fault: "throttle" | "conflict" | "500", operation: string): { status: number; body: object } {
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

export async function createProxy(engine: string): Promise<FaultProxy> {
  const target = new URL(engine);
  const sockets = new Set<ServerResponse>();
  const server: Server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] as string;
    let fault = proxy.plan(operation);
    // Reads do not conflict.
    if (fault === "conflict" && READS.has(operation)) fault = "throttle";
    if (fault) proxy.hits.set(`${operation} × ${fault}`, (proxy.hits.get(`${operation} × ${fault}`) ?? 0) + 1);
    if (fault === "cut before") incoming.socket.destroy();
    else if (fault === "hang") sockets.add(outgoing);
    else if (fault === "throttle" || fault === "conflict" || fault === "500")
      answer(incoming, outgoing, fault, operation);
    else pass(incoming, outgoing, fault === "cut after");
    watch(incoming, operation);
  });

  /** A transaction is allowed by the actions of its items: it has none of its own. */
  function watch(incoming: IncomingMessage, operation: string) {
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

  function answer(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    fault: "throttle" | "conflict" | "500",
    operation: string,
  ) {
    const { status, body } = refusal(fault, operation);
    incoming
      .resume()
      .on("end", () =>
        outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body)),
      );
  }

  function pass(incoming: IncomingMessage, outgoing: ServerResponse, cut: boolean) {
    const { method, url, headers } = incoming;
    const onward = forward({ host: target.hostname, port: target.port, method, path: url, headers }, (reply) => {
      if (cut) reply.resume().on("end", () => incoming.socket.destroy());
      else reply.pipe(outgoing.writeHead(reply.statusCode as number, reply.headers));
    });
    onward.on("error", () => incoming.socket.destroy());
    incoming.pipe(onward);
  }

  const proxy: FaultProxy = {
    endpoint: "",
    plan: () => undefined,
    hits: new Map(),
    actions: new Set(),
    async close() {
      for (const one of sockets) one.destroy();
      await close(server);
    },
  };
  proxy.endpoint = await listen(server);
  return proxy;
}
