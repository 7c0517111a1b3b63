/** What `verify` costs: each file is read once, and the number of requests does not grow with the number of artifacts. */
import { costOf, deployMany, manyArtifacts } from "@skillmeat-deployments/testing/cli/scale.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { HOME, memoryWorld, put } from "./memory.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

async function createProject(size: number) {
  const at = memoryWorld(await service.newTenant(`scale-${size}`), { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, manyArtifacts(size));
  await deployMany(at);
  return at;
}

it("verify reads each file once, and asks the service as often for 3 artifacts on 12 platforms as for 12", async () => {
  const [small, large] = [await createProject(3), await createProject(12)];
  for (const line of ["verify", "verify --report-any-branch", "verify --offline"]) {
    const [few, many] = [await costOf(small, line), await costOf(large, line)];
    expect(many).toMatchObject({ line, twice: [], requests: few.requests });
    expect(many.records).toBe(4 * few.records);
    expect(many.requests).toBeLessThanOrEqual(line.includes("offline") ? 0 : 30);
  }
});
