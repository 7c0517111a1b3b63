/** 50 writers on one project of a local server, at once. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Part } from "../bench.ts";
import type { Row } from "../results.ts";
import { send, startOurs } from "../server.ts";
import { median } from "../stats.ts";

const WRITERS = 50;
const ROUNDS = 20;

/** A request of a writer: method, path below the project, body. */
type Write = [method: string, path: string, body: object];

const WAVES: Record<string, { write(i: number, round: number): Write; means: string }> = {
  "50 writers, each creating a profile or a record": {
    write: (i, round) =>
      i % 2
        ? ["POST", "/profiles", { profile_id: `c${round}-${i}`, platform: "codex" }]
        : ["POST", "/deployments", { artifact_type: "skill", artifact_name: `s${round}-${i}`, content_hash: "h" }],
    means: "Writers of one project do not hinder each other, although all of them check that the project exists.",
  },
  "50 writers, all changing the project itself": {
    write: (i, round) => ["PATCH", "", { description: `${round}-${i}` }],
    means: "Writers of one item do: each reads it again and tries again until its change fits.",
  },
};

export const writers: Part = {
  title: "Many writers",
  async measure(bench) {
    const rounds = bench.quick ? 2 : ROUNDS;
    const waves = Object.entries(WAVES);
    const { url, key, close } = await startOurs(mkdtempSync(join(bench.directory, "writers-")));
    try {
      await send(url, key, "POST", "/projects", { project_id: "p" });
      bench.steps(rounds * waves.length);
      const rows: Row[] = [];
      for (const [what, { write, means }] of waves) {
        const statuses = new Map<number, number>();
        const times: number[] = [];
        for (let round = 0; round < rounds; round++) {
          const started = performance.now();
          const writes = Array.from({ length: WRITERS }, (_, i) => statusOf(url, key, write(i, round)));
          for (const status of await Promise.all(writes)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
          times.push(performance.now() - started);
          bench.step("many writers");
        }
        const failed = [...statuses].filter(([status]) => status >= 300).reduce((sum, [, count]) => sum + count, 0);
        const answers = [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
        rows.push({
          what: `${what}: failures`,
          ours: failed,
          unit: "",
          goal: { of: "ours", atMost: 0 },
          means: `${means} ${rounds} rounds on the local server: ${answers}. The last of the 50 is answered after ${median(times).toFixed(0)} ms.`,
        });
      }
      return { rows };
    } finally {
      await close();
    }
  },
};

async function statusOf(url: string, key: string, [method, path, body]: Write): Promise<number> {
  const response = await fetch(`${url}/projects/p${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}
