/** `verify` of a large project: 1,000 artifacts on 12 platforms, each file read once, at most 30 requests. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";
import { costOf, deployMany, manyArtifacts } from "@skillmeat-deployments/testing/cli/scale.ts";
import { createWorld, fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService } from "@skillmeat-deployments/testing/service.ts";
import type { Proof } from "./proof.ts";

const SIZES = { bounded: 6, long: 1_000 };
const MOST_REQUESTS = 30;
/** Without a folder of artifacts, they are read from the service. */
const COMMANDS = ["verify", "verify --offline"];

export const verifyCost: Proof = {
  promise: "verify reads each file once and makes at most 30 requests",
  async prove({ scale, progress }) {
    const service = await createService();
    const home = mkdtempSync(join(tmpdir(), "verify-cost-"));
    try {
      mkdirSync(join(home, "web-shop"));
      for (const [path, text] of Object.entries(manyArtifacts(SIZES[scale]))) {
        const file = join(home, "artifacts", path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      const at = createWorld(nodeDisk, home, service.key, { fetch: fetchOf(service) });
      await deployMany(at);
      progress(1, 2 + COMMANDS.length);
      const figures: string[] = [];
      const check = async (line: string, note: string) => {
        const { requests, records, files, twice } = await costOf(at, line);
        assert.deepEqual(twice, [], `${line} reads a file twice`);
        assert.ok(requests <= MOST_REQUESTS, `${line} makes ${requests} requests`);
        figures.push(`${line}${note}: ${records} records, ${files} files, ${requests} requests`);
        progress(1 + figures.length, 2 + COMMANDS.length);
      };
      for (const line of COMMANDS) await check(line, "");
      rmSync(join(home, "artifacts"), { recursive: true });
      await check("verify", " without a folder of artifacts");
      return figures.join("; ");
    } finally {
      rmSync(home, { recursive: true, force: true });
      await service.close();
    }
  },
};
