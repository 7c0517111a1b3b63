/** Memory: of the API over many requests, and of a local server during large imports at once. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Part } from "../bench.ts";
import { type Memory, startHandler } from "../handler.ts";
import type { Row } from "../results.ts";
import { send, startOurs } from "../server.ts";
import { createStage, PAGE, PROJECT, requestEvent } from "../stage.ts";

const FULL = { requests: 100_000, imports: 20, megabytes: 4 };
const QUICK = { requests: 2_000, imports: 3, megabytes: 1 };
/** A key may send 100 requests a second. */
const KEYS = 20;
const MIB = 2 ** 20;

export const memory: Part = {
  title: "Memory",
  async measure(bench) {
    const size = bench.quick ? QUICK : FULL;
    bench.steps(6);
    return { rows: [...(await overRequests(bench, size.requests)), ...(await overImports(bench, size))] };
  },
};

async function overRequests(bench: Bench, requests: number): Promise<Row[]> {
  const stage = await createStage(bench);
  const { main } = await bench.bundleOf("ours");
  const handler = await startHandler(main, { env: stage.env(), execArgv: ["--expose-gc"] });
  try {
    const keys: string[] = [];
    for (let i = 0; i < KEYS; i++) {
      const scopes = ["profiles:read", "profiles:write"];
      keys.push(((await stage.send("POST", "/keys", { name: `bench ${i}`, scopes })) as { key: string }).key);
    }
    const path = `/projects/${PROJECT}/profiles`;
    // Of 100 requests, 96 read a profile, two read a list and two change a profile.
    const events = Array.from({ length: 100 }, (_, i) => {
      const key = keys[i % KEYS] as string;
      if (i % 50 === 0) return requestEvent(key, "GET", `${path}?limit=${PAGE}`);
      if (i % 50 === 25) return requestEvent(key, "PATCH", `${path}/c${i % PAGE}`, { description: `${i}` });
      return requestEvent(key, "GET", `${path}/c${i % PAGE}`);
    });
    const quarter = requests / 4;
    const samples: Memory[] = [await handler.repeat(events, 100)];
    for (let part = 0; part < 4; part++) {
      samples.push(await handler.repeat(events, quarter));
      bench.step("memory over many requests");
    }
    const [, early, , , late] = samples as [Memory, Memory, Memory, Memory, Memory];
    const row = (what: string, member: keyof Memory): Row => ({
      what: `${what} of the API after ${requests.toLocaleString("en")} requests`,
      ours: late[member] / MIB,
      unit: "MiB",
      peer: { name: `after ${quarter.toLocaleString("en")}`, value: early[member] / MIB },
      ratio: {
        median: late[member] / early[member],
        q1: late[member] / early[member],
        q3: late[member] / early[member],
      },
      means: `Flat is good. At the start and after each quarter: ${samples.map((s) => (s[member] / MIB).toFixed(1)).join(", ")} MiB, each after a garbage collection.`,
    });
    return [row("heap", "heapUsed"), row("resident memory", "rss")];
  } finally {
    handler.stop();
    await stage.close();
  }
}

/** A tracker whose rows have long lineages, so that its text is large and its rows are few. */
function largeTracker(megabytes: number): string {
  const hash = (i: number) => `"${String(i).padStart(64, "0")}"`;
  const lineage = Array.from({ length: 64 }, (_, i) => hash(i)).join(", ");
  const row = (i: number) =>
    `[[deployed]]\nartifact_name = "s${i}"\nartifact_type = "skill"\nartifact_path = "skills/s${i}"\n` +
    `content_hash = ${hash(i)}\nversion_lineage = [${lineage}]\n\n`;
  const rows = Math.floor((megabytes * MIB) / Buffer.byteLength(row(10_000)));
  return Array.from({ length: rows }, (_, i) => row(i)).join("");
}

async function overImports(bench: Bench, { imports, megabytes }: typeof FULL): Promise<Row[]> {
  const { url, key, usage, close } = await startOurs(mkdtempSync(join(bench.directory, "memory-")));
  try {
    for (let i = 0; i < imports; i++) await send(url, key, "POST", "/projects", { project_id: `p${i}` });
    const body = largeTracker(megabytes);
    const before = await usage(true);
    const statuses = await Promise.all(
      Array.from({ length: imports }, async (_, i) => {
        const response = await fetch(`${url}/projects/p${i}/deployments/import`, {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/toml" },
          body,
        });
        await response.arrayBuffer();
        return response.status;
      }),
    );
    bench.step("memory during imports");
    await sleep(2_000);
    const after = await usage(true);
    bench.step("memory after imports");
    const text = [...new Set(statuses)].map((s) => `${statuses.filter((t) => t === s).length} × ${s}`).join(", ");
    const ratio = after.maxRss / before.rss;
    return [
      {
        what: `most memory of a local server during ${imports} imports of ${megabytes} MiB at once`,
        ours: after.maxRss / MIB,
        unit: "MiB",
        peer: { name: "before", value: before.rss / MIB },
        ratio: { median: ratio, q1: ratio, q3: ratio },
        means: `The resident memory at its highest. Two seconds after the last answer it is ${(after.rss / MIB).toFixed(0)} MiB, and the heap ${(after.heapUsed / MIB).toFixed(0)} MiB after ${(before.heapUsed / MIB).toFixed(0)} MiB before. Answers: ${text}.`,
      },
    ];
  } finally {
    await close();
  }
}
