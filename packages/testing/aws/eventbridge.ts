/** A fake EventBridge: PutEvents with its limits. Tests choose which entries and calls fail. */
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { close, listen } from "../server.ts";

type PutEntry = { Source: string; DetailType: string; Detail: string; EventBusName: string; Time: number };

export type FakeBus = {
  endpoint: string;
  /** The accepted entries, in order. */
  accepted: PutEntry[];
  /** The number of entries in each call. */
  calls: number[];
  /** Returns the error code of an entry that fails. */
  refuse: (entry: PutEntry) => string | undefined;
  /** Fails whole calls: by a status and error type, or (`cut`) by closing the connection. */
  down: { status: number; type: string } | "cut" | undefined;
  close(): Promise<void>;
};

const size = ({ Source, DetailType, Detail }: PutEntry) =>
  14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

/** Starts a fake EventBridge on a free port. */
export async function startFakeBus(): Promise<FakeBus> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (bus.down === "cut") return void request.socket.destroy();
    const reply = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    if (bus.down) return reply(bus.down.status, { __type: bus.down.type, message: "down" });
    const { Entries } = JSON.parse(body) as { Entries: PutEntry[] };
    bus.calls.push(Entries.length);
    if (Entries.length > 10 || Entries.reduce((sum, e) => sum + size(e), 0) > 256 * 1024) {
      return reply(400, { __type: "ValidationException", message: "too much" });
    }
    const results = Entries.map((entry, i) => {
      const code = bus.refuse(entry);
      if (code) return { ErrorCode: code, ErrorMessage: "refused" };
      bus.accepted.push(entry);
      return { EventId: `e-${bus.accepted.length}-${i}` };
    });
    reply(200, { FailedEntryCount: results.filter((r) => "ErrorCode" in r).length, Entries: results });
  });
  const bus: FakeBus = {
    endpoint: "",
    accepted: [],
    calls: [],
    refuse: () => undefined,
    down: undefined,
    close: () => close(server),
  };
  bus.endpoint = await listen(server);
  return bus;
}
