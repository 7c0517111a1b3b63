/** The client's lists over many records. */
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import { load } from "@skillmeat-deployments/testing/dump.ts";
import { deploymentRow } from "@skillmeat-deployments/testing/rows.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOf, type Fault, faulty, fetchOf } from "./support.ts";

const RECORDS = 5_000;
const PAGES = RECORDS / 100;
const project_id = "large";
let service: Service;

beforeAll(async () => {
  service = await createService();
  await clientOf(service).createProject({ body: { project_id } });
  const project = await service.table.get(keys.project(service.tenant, project_id));
  const row = (n: number) => deploymentRow(service.ctx, project_id, project?.uid as string, n);
  const rows = Array.from({ length: RECORDS }, (_, n) => row(n));
  await load(service.client, service.table.name, rows);
});
afterAll(() => service.close());

it("Each of 5,000 records comes once and in order, whatever happens to the requests for their pages", async () => {
  const kinds: Fault[] = ["lost before", "lost after", "cut", 429, 503];
  const faults = Array.from({ length: PAGES }, (_, n) => [kinds[n % kinds.length] as Fault, 200] as const).flat();
  let requests = 0;
  const healthy = fetchOf(service);
  const broken = faulty(healthy, faults);
  const api = clientOf(service, {
    fetch: (url, init) => {
      requests++;
      // Every other request is answered.
      if (faults[0] !== 200) return broken(url, init);
      faults.shift();
      return healthy(url, init);
    },
  });
  const ids: string[] = [];
  for await (const record of api.listDeployments({ project_id, limit: 100 })) ids.push(record.deployment_id);
  expect(ids).toEqual(Array.from({ length: RECORDS }, (_, n) => `c:skill:n${n}`).sort());
  expect(requests).toBe(2 * PAGES);
});

it("A page has its items, its ETag and the query of the next page", async () => {
  const api = clientOf(service);
  const { data, etag, next } = await api.listDeployments({ project_id, limit: 3, artifact_type: "skill" });
  expect([data.map((record) => record.artifact_name), typeof etag]).toEqual([["n0", "n1", "n10"], "string"]);
  expect(next).toEqual({ artifact_type: "skill", limit: "3", cursor: expect.any(String) });
  const second = await api.listDeployments({ project_id, limit: 3, artifact_type: "skill", cursor: next?.cursor });
  expect(second.data.map((record) => record.artifact_name)).toEqual(["n100", "n1000", "n1001"]);
  const unchanged = await api.listDeployments({ project_id, limit: 3, artifact_type: "skill", ifNoneMatch: etag });
  expect(unchanged.notModified).toBe(true);
});
