/** Every operation of the API by the client, with and without faults: one effect for each call. */
import {
  isWrite,
  type Renames,
  ROUTES_IN_ORDER,
  renamesAfter,
  successes,
} from "@skillmeat-deployments/testing/examples.ts";
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { expect, it } from "vitest";
import { callExample, clientOf, type Fault, type Fetch, faulty, fetchOf } from "./support.ts";

/** What the tenant has and what has happened. The ids that the service chooses differ from run to run. */
async function stateOf(service: Service) {
  await service.drain();
  const api = clientOf(service);
  const state: Record<string, unknown> = {};
  const events = [];
  for await (const { type, subject } of api.listEvents()) events.push([type, subject]);
  for await (const { project_id } of api.listProjects()) {
    const records = [];
    for await (const { version, updated_at, ...record } of api.listDeployments({ project_id }))
      records.push([record.deployment_id, version]);
    for await (const { type, subject } of api.listProjectEvents({ project_id })) events.push([type, subject]);
    state[project_id] = records;
  }
  const lengths = [
    await api.listKeys({ limit: 100 }),
    await api.listWebhooks({ limit: 100 }),
    await api.listArtifacts(),
  ];
  const tenants = await clientOf(service, { apiKey: OPERATOR }).listTenants();
  // Events of different items can swap: only those of one item have an order.
  const inOrder = events.map((event) => event.join(" ")).sort();
  return { ...state, events: inOrder, lengths: [...lengths, tenants].map(({ data }) => data.length) };
}

/** Calls every operation. @param around wraps the `fetch` of a call that writes */
async function callAll(around: (fetch: Fetch) => Fetch) {
  const service = await createService();
  const states = [];
  const statuses: Record<string, number> = {};
  let renames: Renames = {};
  try {
    for (const route of ROUTES_IN_ORDER) {
      // The first delete takes most of what was made with it.
      if (route.method === "DELETE" && states.length === 0) states.push(await stateOf(service));
      if (route.id.endsWith("Events") || route.id === "replayWebhook") await service.drain();
      const fetch = isWrite(route) ? around(fetchOf(service)) : fetchOf(service);
      const { data, response } = await callExample(service, route, renames, { fetch, retry: { attempts: 9 } });
      statuses[route.id] = response.status;
      expect([route.id, successes(route)]).toEqual([route.id, expect.arrayContaining([response.status])]);
      renames = { ...renames, ...renamesAfter(route, data) };
    }
    states.push(await stateOf(service));
    return { statuses, states };
  } finally {
    await service.close();
  }
}

it("Every operation of the API can be called with its example, and each write has one effect whatever is lost or refused on the way", async () => {
  const undisturbed = await callAll((fetch) => fetch);
  expect(Object.keys(undisturbed.statuses).sort()).toEqual(Object.keys(clientOf({} as Service)).sort());

  const attempts: string[][] = [];
  const disturbed = await callAll((fetch) => {
    const faults: Fault[] = ["lost before", 503, "lost after", 429, "cut", 502, 504];
    const sent: string[] = [];
    attempts.push(sent);
    const broken = faulty(fetch, faults);
    return (url, init) => {
      sent.push(`${new Headers(init?.headers).get("idempotency-key")} ${init?.body}`);
      return broken(url, init);
    };
  });
  expect(disturbed).toEqual(undisturbed);
  // Eight attempts of each call, with one key and the same bytes; and each call has another key.
  expect(attempts.map((sent) => [sent.length, new Set(sent).size])).toEqual(attempts.map(() => [8, 1]));
  expect(new Set(attempts.flat()).size).toBe(attempts.length);
});
