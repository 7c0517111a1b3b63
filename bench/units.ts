/** Counts the request units of storage calls, in a proxy in front of the engine. */
import { createServer, request as forward, type IncomingMessage } from "node:http";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";

/** Read and write units, as the engine reports them. */
export type Units = { read: number; write: number };
export type UnitsProxy = {
  endpoint: string;
  /** The units since the last call. */
  take(): Units;
  close(): Promise<void>;
};

const READS = new Set(["GetItem", "BatchGetItem", "Query"]);

const bodyOf = async (message: IncomingMessage) => Buffer.concat(await message.toArray()).toString();

/** Starts the proxy. It asks for the consumed capacity of every call, whether the caller wants to know it or not. */
export async function startUnitsProxy(engine: string): Promise<UnitsProxy> {
  const { hostname, port } = new URL(engine);
  let units: Units = { read: 0, write: 0 };
  const server = createServer(async (incoming, outgoing) => {
    const body = JSON.stringify({ ...JSON.parse(await bodyOf(incoming)), ReturnConsumedCapacity: "TOTAL" });
    const headers = { ...incoming.headers, "content-length": String(Buffer.byteLength(body)) };
    const forwarded = forward({ hostname, port, method: "POST", path: incoming.url, headers }, async (reply) => {
      const text = await bodyOf(reply);
      const { ConsumedCapacity = [] } = JSON.parse(text) as { ConsumedCapacity?: object };
      const used = [ConsumedCapacity].flat() as { CapacityUnits?: number }[];
      const kind = READS.has(String(incoming.headers["x-amz-target"]).split(".")[1] as string) ? "read" : "write";
      units[kind] += used.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      outgoing.writeHead(reply.statusCode as number, reply.headers).end(text);
    });
    forwarded.on("error", () => incoming.socket.destroy());
    forwarded.end(body);
  });
  return {
    endpoint: await listen(server),
    take() {
      const taken = units;
      units = { read: 0, write: 0 };
      return taken;
    },
    close: () => close(server),
  };
}
