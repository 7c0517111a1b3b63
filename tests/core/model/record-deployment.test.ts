import { createProfile } from "@skillmeat-deployments/core/model/create-profile.ts";
import type { DeploymentCreate } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import { recordDeployment, recordEverywhere } from "@skillmeat-deployments/core/model/deployments/record-deployment.ts";
import { createProject, projects } from "@skillmeat-deployments/core/model/project.ts";
import type { ReadTable } from "@skillmeat-deployments/core/storage/verbs.ts";
import { dump } from "@skillmeat-deployments/testing/dump.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const project_id = "replaced";
const skill: DeploymentCreate = { artifact_type: "skill", artifact_name: "s", content_hash: "h" };

async function makeProject() {
  await createProject(service.ctx, { project_id });
  await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" });
}

/** Reads of the table as it is now, whatever is written later. */
async function frozenReads(): Promise<ReadTable> {
  const rows = await dump(service.client, service.table.name, "");
  const get: ReadTable["get"] = async ({ pk, sk }) => rows.find((row) => row.pk === pk && row.sk === sk);
  return {
    get,
    getMany: (keys) => Promise.all(keys.map((key) => get(key))),
    query: async ({ pk, prefix }) => ({ rows: rows.filter((row) => row.pk === pk && row.sk.startsWith(prefix)) }),
  };
}

describe("Recording a deployment for a project that was replaced meanwhile", () => {
  it("is 404 for one profile, without a profile, and for all profiles alike, and the new project's records stay", async () => {
    await makeProject();
    const late = { ...service.ctx, table: await frozenReads() };
    await projects.remove(service.ctx, { project_id }, undefined);
    await service.drain();
    await makeProject();
    await recordDeployment(service.ctx, project_id, { ...skill, content_hash: "new", deployment_profile_id: "c" });
    await recordDeployment(service.ctx, project_id, { ...skill, content_hash: "new" });

    const gone = { code: "not-found", message: "The project was deleted during the write" };
    const one = recordDeployment(late, project_id, { ...skill, deployment_profile_id: "c" });
    await expect(one).rejects.toMatchObject(gone);
    await expect(recordDeployment(late, project_id, skill)).rejects.toMatchObject(gone);
    await expect(recordEverywhere(late, project_id, { ...skill, all_profiles: true })).rejects.toMatchObject(gone);
    const { json } = await service.call("GET", `/projects/${project_id}/deployments`);
    expect((json as { content_hash: string }[]).map((record) => record.content_hash)).toEqual(["new", "new"]);
  });
});

describe("Recording a deployment for all profiles at once, by many writers", () => {
  it("lets every writer through, and loses no hash", async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        recordEverywhere(service.ctx, project_id, {
          ...skill,
          artifact_name: "met",
          content_hash: `h${i}`,
          all_profiles: true,
        }),
      ),
    );
    const { json } = await service.call("GET", `/projects/${project_id}/deployments/c:skill:met`);
    const { version_lineage } = json as { version_lineage: string[] };
    expect([...version_lineage].sort()).toEqual(Array.from({ length: 8 }, (_, i) => `h${i}`));
  });
});
