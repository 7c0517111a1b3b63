/** Time and request units of operations, from 100 to 100,000 neighbouring rows. */
import type { Bench, Part } from "../bench.ts";
import {
  DEEP,
  DEEP_PROFILE,
  multiplied,
  nameOf,
  type Row as StoredRow,
  WIDE,
  writeRows,
  writtenRows,
} from "../fill.ts";
import { type Event, type Handler, startHandler } from "../handler.ts";
import type { Row } from "../results.ts";
import { createStreamlessTable, lambdaEnv, openEngine, requestEvent } from "../stage.ts";
import { alternated, median, pairedRatio } from "../stats.ts";
import { startUnitsProxy, type Units } from "../units.ts";

const FULL = { neighbours: [100, 1_000, 10_000, 100_000], rounds: 9, warmUp: 3 };
const QUICK = { neighbours: [100, 1_000], rounds: 2, warmUp: 1 };

/** The most that an operation may take with the most neighbours, as a multiple of what it takes with the fewest. */
const GOAL = 1.3;

type Operation = {
  name: string;
  /** The neighbours, in plural. */
  of: string;
  /** Requests of a round. */
  requests: number;
  request(key: string, neighbours: number): Event;
  /** Why there is no goal for it. */
  bounded?: string;
};

let recorded = 0;
const recordName = (i: number) => `b${i}`;

const OPERATIONS: readonly Operation[] = [
  {
    name: "GET of a profile",
    of: "profiles",
    requests: 40,
    request: (key, n) => requestEvent(key, "GET", `/projects/${WIDE}/profiles/${nameOf(n / 2)}`),
  },
  {
    name: "list of 50 profiles",
    of: "profiles",
    requests: 20,
    request: (key) => requestEvent(key, "GET", `/projects/${WIDE}/profiles?limit=50`),
  },
  {
    name: "record a deployment",
    of: "records",
    requests: 40,
    request: (key) =>
      requestEvent(key, "POST", `/projects/${DEEP}/deployments`, {
        artifact_type: "skill",
        artifact_name: recordName(recorded++),
        content_hash: "0".repeat(64),
        deployment_profile_id: DEEP_PROFILE,
      }),
  },
  {
    name: "plan of 5 artifacts",
    of: "records and artifacts",
    requests: 1,
    request: (key, n) => {
      const artifacts = [1, 2, 3, 4, 5].map((i) => ({ type: "skill", name: nameOf(Math.floor((n * i) / 6)) }));
      return requestEvent(key, "POST", `/projects/${DEEP}/plan`, { artifacts });
    },
    bounded:
      "A plan is seen against the project's records, up to 10,000 of them, so its cost grows up to there and then stays.",
  },
  {
    name: "page of 50 events",
    of: "events of the feed",
    requests: 20,
    request: (key, n) => requestEvent(key, "GET", `/projects/${DEEP}/events?after=${n / 2}&limit=50`),
  },
  {
    name: "status",
    of: "records",
    requests: 1,
    request: (key) => requestEvent(key, "GET", `/projects/${DEEP}/status`),
    bounded: "The status is not a page: it counts up to 10,000 records, so its cost grows up to there and then stays.",
  },
];

/** What was measured of one operation: the milliseconds of each round, and the units, at each size. */
type Measured = { rounds: number[][]; units: Units[] };

export const size: Part = {
  title: "Many neighbours",
  async measure(bench) {
    const { neighbours, rounds, warmUp } = bench.quick ? QUICK : FULL;
    bench.steps(neighbours.length * 2 + warmUp + rounds);
    const { rows, key } = await writtenRows(bench);
    const engine = await openEngine();
    const handlers: Handler[] = [];
    try {
      const { main } = await bench.bundleOf("ours");
      const measured = new Map<Operation, Measured>(OPERATIONS.map((o) => [o, { rounds: [], units: [] }]));
      for (const n of neighbours) {
        const table = tableOf(n);
        await createStreamlessTable(engine.client, table);
        await writeRows(engine.client, table, multiplied(rows, n));
        handlers.push(await startHandler(main, { env: lambdaEnv(engine.endpoint, table) }));
        bench.step(`${n.toLocaleString("en")} neighbours: written`);
      }
      const partition = rows.find((row) => row.pk.endsWith(`#P#${DEEP}`))?.pk as string;
      for (const n of neighbours) {
        await countUnits(bench, engine.endpoint, key, n, measured);
        await removeRecorded(engine.client, n, partition);
        bench.step(`${n.toLocaleString("en")} neighbours: request units`);
      }
      // The first rounds warm the handlers up.
      for (let round = -warmUp; round < rounds; round++) {
        for (const operation of OPERATIONS) {
          const times: number[] = [];
          for (const [i, n] of alternated([...neighbours.entries()], round)) {
            const requests = Array.from({ length: operation.requests }, () => operation.request(key, n));
            times[i] = median((await (handlers[i] as Handler).run(requests)).ms);
            await removeRecorded(engine.client, n, partition);
          }
          if (round >= 0) measured.get(operation)?.rounds.push(times);
        }
        bench.step("many neighbours: rounds");
      }
      return findings(neighbours, measured);
    } finally {
      for (const handler of handlers) handler.stop();
      await engine.close();
    }
  },
};

const tableOf = (n: number) => `size-${n}`;

/** Counts the units of one request of each operation. The request before it has authenticated the key. */
async function countUnits(bench: Bench, endpoint: string, key: string, n: number, measured: Map<Operation, Measured>) {
  const proxy = await startUnitsProxy(endpoint);
  const { main } = await bench.bundleOf("ours");
  const handler = await startHandler(main, { env: lambdaEnv(proxy.endpoint, tableOf(n)) });
  await handler.run([requestEvent(key, "GET", "/me")]);
  for (const [operation, { units }] of measured) {
    proxy.take();
    await handler.run([operation.request(key, n)]);
    units.push(proxy.take());
  }
  handler.stop();
  await proxy.close();
}

/** Removes the records that were made since the last call, so that the number of neighbours stays. */
async function removeRecorded(client: Parameters<typeof writeRows>[0], n: number, pk: string): Promise<void> {
  const rows: StoredRow[] = [];
  while (recorded > 0) rows.push({ pk, sk: `N#DEPLOYMENT#${DEEP_PROFILE}:skill:${recordName(--recorded)}` });
  await writeRows(client, tableOf(n), rows.values(), true);
}

function findings(neighbours: readonly number[], measured: ReadonlyMap<Operation, Measured>) {
  const medianAt = ({ rounds }: Measured, i: number) => median(rounds.map((times) => times[i] as number));
  const last = neighbours.length - 1;
  const [smallest, largest] = [neighbours[0] as number, neighbours[last] as number];
  const rows = [...measured].map(([{ name, of, bounded }, m]): Row => {
    const column = (i: number) => m.rounds.map((times) => times[i] as number);
    const at = neighbours.map((n, i) => `${medianAt(m, i).toFixed(2)} ms at ${n.toLocaleString("en")}`);
    const ratio = pairedRatio(column(last), column(0));
    return {
      what: `${name}, with ${largest.toLocaleString("en")} ${of}`,
      ours: medianAt(m, last),
      unit: "ms",
      peer: { name: `with ${smallest.toLocaleString("en")}`, value: medianAt(m, 0) },
      ratio,
      goal: bounded ? undefined : { of: "ratio", atMost: GOAL },
      means: `${at.join(", ")}; ${unitsText(m.units)}.${bounded ? ` ${bounded}` : ""}`,
    };
  });
  const operations = [...measured].map(([{ name }, m]) => ({ name, ms: neighbours.map((_, i) => medianAt(m, i)) }));
  return { rows, size: { neighbours: [...neighbours], operations } };
}

function unitsText(units: readonly Units[]): string {
  const texts = units.map(({ read, write }) => `${read} RCU${write > 0 ? ` + ${write} WCU` : ""}`);
  return new Set(texts).size === 1 ? `${texts[0]} at each size` : texts.join(", ");
}
