/** Writers of one project do not conflict; of several updates with one ETag, one succeeds. */
import assert from "node:assert/strict";
import { createService } from "@skillmeat-deployments/testing/service.ts";
import type { Proof } from "./proof.ts";

export const contention: Proof = {
  promise: "50 writers of one project all succeed, and of 20 updates with one ETag one succeeds",
  async prove({ scale, progress }) {
    const rounds = scale === "long" ? 50 : 3;
    const service = await createService({ app: { rate: { quota: 1e9, window: 1 } } });
    try {
      for (let round = 0; round < rounds; round++) {
        const at = `/projects/p${round}`;
        await service.call("POST", "/projects", { body: { project_id: `p${round}` } });
        const writers = Array.from({ length: 50 }, (_, i) =>
          i % 2
            ? service.call("POST", `${at}/profiles`, { body: { profile_id: `c${i}`, platform: "codex" } })
            : service.call("POST", `${at}/deployments`, {
                body: { artifact_type: "skill", artifact_name: `s${i}`, content_hash: "h" },
              }),
        );
        assert.deepEqual(new Set((await Promise.all(writers)).map((r) => r.status)), new Set([201]));
        const etag = (await service.call("GET", `${at}/profiles/c1`)).headers.get("etag") as string;
        const updates = await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            service.call("PATCH", `${at}/profiles/c1`, {
              body: { description: `${i}` },
              headers: { "if-match": etag },
            }),
          ),
        );
        assert.deepEqual(updates.map((r) => r.status).sort(), [200, ...Array(19).fill(412)]);
        await service.drain();
        const feed = (await service.call("GET", `${at}/events?limit=100`)).json as { sequence: string }[];
        assert.deepEqual(
          feed.map((e) => Number(e.sequence)),
          Array.from({ length: 51 }, (_, i) => i + 1),
        );
        progress(round + 1, rounds);
      }
      return `${rounds} rounds: ${rounds * 50} writers, none answered 409 or 503; ${rounds * 20} updates with the same ETag, ${rounds} succeeded, ${rounds * 19} answered 412`;
    } finally {
      await service.close();
    }
  },
};
