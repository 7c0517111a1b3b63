/** What the test of runtimes does with the built client, in each of them. Everything that it uses is in all of them. */

/**
 * @param client the module of the client
 * @param setting where the service is, a project of this runtime's own, and signed webhook requests
 * @returns what happened, which must be the same everywhere
 */
export async function tour(client, { baseUrl, apiKey, project_id, webhooks }) {
  const { createClient, ProblemError, verifyWebhook, isEvent } = client;
  const retried = [];
  // The first attempt of each call fails, so that keys and pauses are part of the tour.
  const sent = new Set();
  const fetch = (url, init) => {
    const call = `${init.method} ${url} ${init.body}`;
    if (sent.has(call)) return globalThis.fetch(url, init);
    sent.add(call);
    return globalThis.fetch(url, init).then(() => Promise.reject(new TypeError("lost")));
  };
  const onRetry = ({ error }) => retried.push(error.name);
  const api = createClient({ baseUrl, apiKey, fetch, onRetry, retry: { baseMs: 1 } });
  const report = {};

  const created = await api.createProject({ body: { project_id, name: "Größe" } });
  report.created = [created.response.status, created.data.name, created.data.version];
  for (const name of ["a", "b", "c"]) {
    const body = { artifact_type: "skill", artifact_name: name, content_hash: "h" };
    await api.recordDeployment({ project_id, body });
  }
  report.records = [];
  for await (const record of api.listDeployments({ project_id, limit: 2 })) report.records.push(record.artifact_name);
  report.events = [];
  for await (const event of api.listProjectEvents({ project_id }).follow({ intervalMs: 50 })) {
    if (isEvent(event, "skillmeat.deployment.created")) report.events.push(event.data.after.artifact_name);
    if (report.events.length === 3) break;
  }

  const changed = await api.patchProject({ project_id, body: { name: "New" }, ifMatch: created.etag });
  report.tags = [created.etag.length, changed.etag === created.etag];
  report.notModified = (await api.readProject({ project_id, ifNoneMatch: changed.etag })).notModified;
  const problem = await api.patchProject({ project_id, body: { name: "Lost" }, ifMatch: created.etag }).catch((e) => e);
  report.problem = [problem instanceof ProblemError, problem.status, problem.code, typeof problem.requestId];
  report.toml = (await api.listDeployments({ project_id, accept: "application/toml" })).data.split("\n")[0];

  const controller = new AbortController();
  const hanging = createClient({
    baseUrl,
    fetch: (_, { signal }) => new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason))),
  });
  const call = hanging.readMe({ signal: controller.signal }).catch((reason) => reason);
  controller.abort("stop");
  report.aborted = await call;
  report.late = (await hanging.readMe({ timeoutMs: 5 }).catch((error) => error)).name;
  const closed = createClient({ baseUrl: "http://127.0.0.1:1", retry: { attempts: 2, baseMs: 1 } });
  report.closed = (await closed.readMe().catch((error) => error)).name;

  report.webhooks = [];
  for (const { key, headers, body, time } of webhooks) {
    const verify = (text) => verifyWebhook(key, headers, text, { now: () => time }).catch((error) => error.code);
    report.webhooks.push([(await verify(body)).type, await verify(`${body} `)]);
  }
  report.retried = [retried.length, new Set(retried).size];
  return report;
}
