/** The recorder, in batches of 100 changes of one feed, beside writing the same events without it. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { eventRow, ttlAt } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { eventFromImages } from "@skillmeat-deployments/events/record/event.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import { imagesOf, type StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { type Position, readStream } from "@skillmeat-deployments/testing/stream.ts";
import type { Part } from "../bench.ts";
import { createStage, TABLE } from "../stage.ts";
import { alternated, median, pairedRatio } from "../stats.ts";

const BATCHES = 31;
const BATCH = 100;
/** The events of a transaction, as the recorder writes them. */
const EVENTS = 49;

/**
 * Removes what was read of the stream, but the newest record, which continues its numbering. The engine keeps all
 * records, and reads them with every put: each batch would take longer than the last.
 */
function createTrim(database: string): () => void {
  const db = new DatabaseSync(database);
  db.exec("PRAGMA busy_timeout = 2000");
  const remove = db.prepare("DELETE FROM _stream_records WHERE id < (SELECT MAX(id) FROM _stream_records)");
  return () => void remove.run();
}

export const recorder: Part = {
  title: "The recorder",
  async measure(bench) {
    const batches = bench.quick ? 2 : BATCHES;
    const dataDir = mkdtempSync(join(bench.directory, "recorder-"));
    const stage = await createStage(bench, { stream: true, dataDir });
    const trim = createTrim(join(dataDir, "table.db"));
    const streams = new DynamoDBStreamsClient({ ...LOCAL_AWS, endpoint: stage.endpoint });
    try {
      bench.steps(batches);
      const table = createTable(stage.client, TABLE);
      const now = () => new Date();
      const record = createRecorder({
        table,
        now,
        storeDeadLetter: (_record, error) => Promise.reject(error),
        log: () => {},
      });
      const position: Position = new Map();
      const readAll = async () => {
        const records: StreamRecord[] = [];
        const read = () =>
          readStream(streams, stage.streamArn, position, "N#", async (some) => void records.push(...some));
        while (await read()) {}
        return records;
      };
      await readAll();
      const perSecond = { recorder: [] as number[], bare: [] as number[] };
      for (let batch = 0; batch < batches; batch++) {
        for (let i = 0; i < BATCH; i++)
          await stage.send("POST", "/artifacts", { type: "skill", name: `s-${batch}-${i}` });
        const records = await readAll();
        const rows = records.flatMap((streamRecord, i) => {
          const event = eventFromImages(imagesOf(streamRecord));
          return event ? [eventRow({ ...event, feed: "BARE" }, batch * BATCH + i + 1, ttlAt(now()))] : [];
        });
        const writers = {
          recorder: async () => {
            const { batchItemFailures } = await record({ Records: records });
            if (batchItemFailures.length > 0) throw new Error("The recorder did not record all changes");
          },
          bare: async () => {
            for (let from = 0; from < rows.length; from += EVENTS) {
              const puts = rows.slice(from, from + EVENTS).map((put) => ({ put, when: { is: "absent" } as const }));
              await table.transact(puts);
            }
          },
        };
        for (const name of alternated(["recorder", "bare"] as const, batch)) {
          const started = performance.now();
          await writers[name]();
          perSecond[name].push((BATCH * 1000) / (performance.now() - started));
        }
        await readAll();
        trim();
        bench.step("the recorder");
      }
      return {
        rows: [
          {
            what: "recorder, batches of 100 changes of one feed",
            ours: median(perSecond.recorder),
            unit: "events/s",
            peer: { name: "the same events, written bare", value: median(perSecond.bare) },
            ratio: pairedRatio(perSecond.recorder, perSecond.bare),
            goal: { of: "ratio", atLeast: 0.5 },
            means:
              "What it costs to record each change exactly once and without gaps: reading the head of the feed, " +
              "and writing a marker beside each event, against transactions that only put the events.",
          },
        ],
      };
    } finally {
      streams.destroy();
      await stage.close();
    }
  },
};
