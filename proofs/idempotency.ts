/** One effect for each request, whichever of its storage calls fails, and however. */
import assert from "node:assert/strict";
import { createProxy, FAULTS, type Fault, type FaultProxy } from "@skillmeat-deployments/testing/proxy.ts";
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { impatient } from "./model.ts";
import { hitFigures, mustHit, type Proof, WRITE_FAULTS } from "./proof.ts";

type Case = { method: string; path: string; body?: object; text?: string; key?: string; answered: number[] };

/** Every operation that writes, on a project `id` that has profile c and a deployment. */
function cases(id: string): Case[] {
  const at = `/projects/${id}`;
  const skill = { artifact_type: "skill", artifact_name: "s", content_hash: "h" };
  const text =
    '[[deployed]]\nartifact_name = "t"\nartifact_type = "skill"\nartifact_path = "s/t"\ncontent_hash = "h"\n';
  return [
    { method: "POST", path: "/projects", body: { project_id: `${id}-new` }, answered: [201] },
    { method: "POST", path: "/artifacts", body: { type: "skill", name: id }, answered: [201] },
    { method: "POST", path: `${at}/profiles`, body: { profile_id: "x", platform: "gemini" }, answered: [201] },
    { method: "POST", path: `${at}/deployments`, body: { ...skill, deployment_profile_id: "c" }, answered: [201] },
    {
      method: "POST",
      path: `${at}/deployments`,
      body: { ...skill, artifact_name: "old", content_hash: "h2" },
      answered: [200],
    },
    { method: "POST", path: `${at}/deployments`, body: { ...skill, all_profiles: true }, answered: [201] },
    { method: "POST", path: `${at}/deployments/import`, text, answered: [200] },
    { method: "POST", path: "/keys", body: { name: "k", scopes: ["projects:read"] }, answered: [201] },
    { method: "POST", path: "/tenants", body: { tenant_id: `t-${id}`, name: "t" }, key: OPERATOR, answered: [201] },
    { method: "PUT", path: at, body: { name: "changed" }, answered: [200] },
    { method: "PATCH", path: `${at}/profiles/c`, body: { description: "changed" }, answered: [200] },
    { method: "PATCH", path: `${at}/deployments/claude_code:skill:old`, body: { content_hash: "h3" }, answered: [200] },
    // Asked again after no answer, what is gone is gone.
    { method: "DELETE", path: `${at}/profiles/c`, answered: [204, 404] },
    { method: "DELETE", path: `${at}/deployments/claude_code:skill:old`, answered: [204, 404] },
    { method: "DELETE", path: at, answered: [204, 404] },
  ];
}

/** How many changes a case makes, as its feeds tell them, and keys and tenants that are in no feed. */
async function effects(service: Service, id: string): Promise<number> {
  for (;;)
    if (
      await service.drain().then(
        () => true,
        () => false,
      )
    )
      break;
  const count = async (path: string, of: (one: Record<string, unknown>) => boolean, key?: string) => {
    let n = 0;
    for (let next: string | undefined = `${path}?limit=100`; next; ) {
      const page = await service.call("GET", next, key ? { key } : {});
      if (page.status === 404) return 0;
      const items = page.json as Record<string, unknown>[];
      n += items.filter(of).length;
      next = items.length === 0 ? undefined : /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1];
    }
    return n;
  };
  const mine = (one: Record<string, unknown>) => new RegExp(`[/:]${id}(-new)?$`).test(one.subject as string);
  return (
    (await count("/events", mine)) +
    (await count(`/projects/${id}/events`, () => true)) +
    (await count("/keys", () => true)) +
    (await count("/tenants", (one) => String(one.tenant_id).endsWith(`-${id}`), OPERATOR))
  );
}

export const idempotency: Proof = {
  promise: "one effect for each retried request, whichever storage call fails, before or after its commit",
  async prove({ scale, random, progress }) {
    const proxies: FaultProxy[] = [];
    const service = await createService({
      through: async (endpoint) => {
        const proxy = await createProxy(endpoint);
        proxies.push(proxy);
        return proxy.endpoint;
      },
      client: impatient,
      app: { rate: { quota: 1e9, window: 1 } },
    });
    const proxy = proxies[0] as FaultProxy;
    let n = 0;
    let tried = 0;
    let unanswered = 0;
    const fresh = async () => {
      const id = `w${++n}`;
      await service.call("POST", "/projects", { body: { project_id: id } });
      await service.call("POST", `/projects/${id}/profiles`, { body: { profile_id: "c", platform: "codex" } });
      const old = { artifact_type: "skill", artifact_name: "old", content_hash: "h" };
      await service.call("POST", `/projects/${id}/deployments`, { body: old });
      return id;
    };
    const send = (one: Case, id: string) =>
      service.call(one.method, one.path, {
        ...(one.key ? { key: one.key } : {}),
        ...(one.body ? { body: one.body } : {}),
        ...(one.text === undefined ? {} : { text: one.text }),
        headers: {
          ...(one.method === "POST" ? { "idempotency-key": id } : {}),
          ...(one.text === undefined ? {} : { "content-type": "application/toml" }),
        },
      });
    try {
      const clean: { calls: string[]; effects: number }[] = [];
      for (const i of cases("").keys()) {
        const id = await fresh();
        const before = await effects(service, id);
        const calls: string[] = [];
        proxy.plan = (operation) => void calls.push(operation);
        const one = cases(id)[i] as Case;
        const reply = await send(one, id);
        proxy.plan = () => undefined;
        assert.equal(reply.status, one.answered[0], `${one.method} ${one.path}: ${reply.text}`);
        clean.push({ calls, effects: (await effects(service, id)) - before });
      }
      // Once: the service's own next attempt. For ever: it gives up, and the client asks again.
      const all = clean.flatMap(({ calls }, i) =>
        calls.flatMap((operation, k) =>
          FAULTS.flatMap((fault) =>
            [false, true].map((lasting) => ({ i, k: k + 1, hit: `${operation} × ${fault}`, fault, lasting })),
          ),
        ),
      );
      const shuffled = random.shuffle(all);
      // One of each that must be hit, and some of all.
      const some =
        scale === "long"
          ? all
          : [
              ...new Set([
                ...WRITE_FAULTS.flatMap((hit) => shuffled.find((t) => !t.lasting && t.hit === hit) ?? []),
                ...shuffled.filter((t) => !t.lasting).slice(0, 60),
                ...shuffled.filter((t) => t.lasting && t.fault === "cut after").slice(0, 3),
              ]),
            ];
      for (const [at, { i, k, fault, lasting }] of some.entries()) {
        const id = await fresh();
        const before = await effects(service, id);
        let call = 0;
        proxy.plan = (): Fault | undefined => {
          call++;
          return (lasting ? call >= k : call === k) ? fault : undefined;
        };
        const one = cases(id)[i] as Case;
        const place = `${one.method} ${one.path}, call ${k}, ${fault}${lasting ? " for ever" : ""}`;
        let reply = await send(one, id);
        proxy.plan = () => undefined;
        const first = reply.status;
        if (first === 503) {
          unanswered++;
          reply = await send(one, id);
        } else if (one.method === "POST") {
          const again = await send(one, id);
          assert.equal(again.status, first, place);
          assert.equal(again.headers.get("idempotent-replayed"), "true", place);
        }
        const fine = first === 503 ? one.answered : one.answered.slice(0, 1);
        assert.ok(fine.includes(reply.status), `${place}: ${first} ${reply.status} ${reply.text}`);
        assert.equal((await effects(service, id)) - before, clean[i]?.effects, place);
        tried++;
        if (at % 10 === 0) progress(at, some.length);
      }
      mustHit(proxy.hits, WRITE_FAULTS);
      return `${tried} of ${all.length} (call site × fault × once or lasting), ${unanswered} given up with 503 and asked again, every effect once; ${hitFigures(proxy.hits)}`;
    } finally {
      proxy.plan = () => undefined;
      await service.close();
      await proxy.close();
    }
  },
};
