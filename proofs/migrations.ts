/**
 * Migrations that are killed at any moment and run again end like uninterrupted ones, up and down, and down restores
 * every row.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MIGRATIONS } from "@skillmeat-deployments/core/migrations/list.ts";
import type { Direction, Migration } from "@skillmeat-deployments/core/migrations/migration.ts";
import { migrate, readState } from "@skillmeat-deployments/core/migrations/runner.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { createScan } from "@skillmeat-deployments/core/storage/scan.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { startEngine } from "@skillmeat-deployments/local/engine.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "@skillmeat-deployments/local/provision.ts";
import { createTrimmer } from "@skillmeat-deployments/local/stream/trim.ts";
import { dump, load } from "@skillmeat-deployments/testing/dump.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { deploymentRow } from "@skillmeat-deployments/testing/rows.ts";
import type { Proof } from "./proof.ts";

const PROJECTS = 20;
const [profiles] = MIGRATIONS as [Migration];

/** A table of the old and the current shape: records with and without a profile, below .claude and elsewhere. */
function rowsOf(count: number): Row[] {
  const ctx = { tenant: "acme", actor: "a", requestId: "r", publicUrl: "", now: () => new Date(0), newId } as never;
  const uids = Array.from({ length: PROJECTS }, newId);
  return Array.from({ length: count }, (_, i): Row => {
    const uid = uids[i % PROJECTS] as string;
    const project = `p${i % PROJECTS}`;
    const row = {
      ...deploymentRow(ctx, project, uid, i),
      artifact_path: `${i % 3 === 0 ? ".codex/" : ""}skills/n${i}`,
    };
    if (i % 3 === 2) {
      const owner = { deployment_profile_id: "c", platform: "claude_code", profile_root_dir: ".claude" };
      return { ...row, ...owner };
    }
    const id = `claude_code:skill:n${i}`;
    return { ...row, ...keys.deployment("acme", project, id), deployment_id: id };
  });
}

/** An engine whose stream is trimmed behind the writers, as it is while a server runs. */
async function openTable(rows: readonly Row[]) {
  const dataDir = mkdtempSync(join(tmpdir(), "migrations-"));
  const engine = await startEngine({ binary: findEngine(), dataDir });
  const client = createClient({ ...LOCAL_AWS, endpoint: engine.endpoint });
  await provisionTable(client, TABLE);
  const trimmer = createTrimmer(engine.database as string, TABLE, ["all"]);
  let passed = 0;
  const trimming = setInterval(() => {
    passed += 1_000_000;
    trimmer.markRead("all", String(passed));
  }, 100);
  await load(client, TABLE, rows);
  const table = createTable(client, TABLE);
  return {
    endpoint: engine.endpoint,
    /** How often the state was written: once when a run begins, and once after each page. */
    written: async () => (await readState(table, profiles.number))?.seq ?? 0,
    rows: () => dump(client, TABLE),
    run: (direction: Direction, onProgress: () => void) =>
      migrate({ table, scan: createScan(client, TABLE, profiles.prefix), now: () => new Date() }, profiles, direction, {
        onProgress,
      }),
    close: async () => {
      clearInterval(trimming);
      trimmer.close();
      client.destroy();
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs the command until it succeeds, and kills it at random moments before. @returns how often it was killed */
async function killed(
  { endpoint, written }: Awaited<ReturnType<typeof openTable>>,
  direction: Direction,
  random: Random,
  kills: number,
): Promise<number> {
  for (let count = 0; ; ) {
    const before = await written();
    const script = [
      "--disable-warning=ExperimentalWarning",
      "packages/admin/bin/migrate.ts",
      direction,
      "--rate",
      "1000000",
    ];
    const child: ChildProcess = spawn(process.execPath, script, {
      env: { ...process.env, DYNAMODB_ENDPOINT: endpoint },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    if (count < kills) {
      // Waits until the run has begun, however long the start takes. The first kill is early, so that at least one
      // happens.
      while (child.exitCode === null && (await written()) === before) await sleep(10);
      await sleep(random.below(200 * (count + 1)));
      child.kill("SIGKILL");
    }
    const code = await ended;
    if (code === 0) return count;
    if (code !== null) throw new Error(`migrate ${direction} ended with ${code}`);
    count++;
  }
}

const digest = (rows: readonly Row[]) => {
  const hash = createHash("sha256");
  for (const row of rows) hash.update(JSON.stringify(row, Object.keys(row).sort()));
  return hash.digest("hex");
};

export const migrations: Proof = {
  promise: "a migration that is killed and run again ends like an uninterrupted one, and down restores every row",
  async prove({ scale, random, progress }) {
    const count = scale === "long" ? 100_000 : 3_000;
    const kills = scale === "long" ? 12 : 3;
    const rows = rowsOf(count);
    const uninterrupted = await openTable(rows);
    const interrupted = await openTable(rows);
    let done = 0;
    const step = () => progress(++done, 5);
    try {
      const before = digest(await uninterrupted.rows());
      step();
      const figures: number[] = [];
      for (const direction of ["up", "down"] as const) {
        const { changed } = await uninterrupted.run(direction, () => {});
        const times = await killed(interrupted, direction, random, kills);
        if (times === 0) throw new Error(`never killed on the way ${direction}`);
        step();
        const [a, b] = [digest(await uninterrupted.rows()), digest(await interrupted.rows())];
        if (a !== b) throw new Error(`killed on the way ${direction}, it ends with other rows`);
        if (direction === "down" && a !== before) throw new Error("down did not restore every row");
        if (direction === "up" && a === before) throw new Error("nothing was migrated");
        figures.push(changed, times);
        step();
      }
      const [up, upKills, down, downKills] = figures;
      return `${count} rows, ${up} changed up (killed ${upKills} times), ${down} down (killed ${downKills} times)`;
    } finally {
      await uninterrupted.close();
      await interrupted.close();
    }
  },
};
