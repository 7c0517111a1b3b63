/** One effect for each request, whichever of its storage calls fails, and however. */
import assert from "node:assert/strict";
import type { DescribedRoute } from "@skillmeat-deployments/api/docs/described-route.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import { createProxy, FAULTS, type Fault, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import {
  type ExampleRequest,
  exampleRequest,
  prerequisites,
  type Renames,
  renamesAfter,
  successes,
  WRITES,
} from "@skillmeat-deployments/testing/examples.ts";
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { impatient } from "./model.ts";
import { hitFigures, mustHit, type Proof, WRITE_FAULTS } from "./proof.ts";

/** A request that writes, in a tenant of its own. */
type Case = {
  name: string;
  /** Whether it is sent with an `Idempotency-Key`, and so answered the same each time. */
  keyed: boolean;
  /** What is sent before it. */
  before: readonly DescribedRoute[];
  /** @param renames what replaces ids of the examples */
  request(renames: Renames): ExampleRequest;
  operator: boolean;
  answered: number[];
};

const isOperators = ({ access }: DescribedRoute) => access === "operator";

/** The example of every route that writes; with a key, and where it names what it writes also without. */
function cases(): Case[] {
  const all = WRITES.flatMap((route): Case[] => {
    const keyed = {
      name: route.id,
      keyed: true,
      before: prerequisites(route),
      request: (renames: Renames) => exampleRequest(route, renames),
      operator: isOperators(route),
      answered: successes(route),
    };
    if (route.method === "POST") return [keyed];
    // Sent again without a key after no answer, what is gone is gone.
    const answered = route.method === "DELETE" ? [...keyed.answered, 404] : keyed.answered;
    return [keyed, { ...keyed, name: `${route.id} without a key`, keyed: false, answered }];
  });
  const recording = all.find(({ name }) => name === "recordDeployment") as Case;
  const route = WRITES.find(({ id }) => id === "recordDeployment") as DescribedRoute;
  const variant = (name: string, change: object): Case => ({
    ...recording,
    name,
    before: [...recording.before, route],
    request(renames) {
      const request = recording.request(renames);
      return { ...request, text: JSON.stringify({ ...JSON.parse(request.text as string), ...change }) };
    },
  });
  return [
    ...all,
    variant("recordDeployment of a new version", { content_hash: "later" }),
    variant("recordDeployment for all profiles", {
      all_profiles: true,
      deployment_profile_id: null,
      artifact_name: "all",
    }),
  ];
}

/** A tenant in which a case is tried. `renames`: what replaces ids of the examples. */
type World = { id: string; key: string; renames: Renames };

/** How many changes a case makes, as its feeds tell them, and those of keys, tenants and webhooks, which are in no feed. */
async function effects(service: Service, { id, key, renames }: World): Promise<number> {
  for (;;)
    if (
      await service.drain().then(
        () => true,
        () => false,
      )
    )
      break;
  const list = async (path: string, as = key) => {
    const all: Record<string, unknown>[] = [];
    for (let next: string | undefined = `${path}?limit=100`; next; ) {
      const page = await service.call("GET", next, { key: as });
      if (page.status === 404) return [];
      const items = page.json as Record<string, unknown>[];
      all.push(...items);
      next = items.length === 0 ? undefined : /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1];
    }
    return all;
  };
  const lists = await Promise.all([list("/events"), list(`/projects/${id}/events`), list("/keys"), list("/webhooks")]);
  const tenants = (await list("/tenants", OPERATOR)).filter((one) => one.tenant_id === `t-${id}`);
  const webhooks = await Promise.all(
    Object.values(renames).map(async (webhook) => {
      const pk = keys.webhookPartition(id, webhook);
      const { rows } = await service.table.query({ pk, prefix: "Z#", limit: 1_000 });
      return rows.reduce((sum, { revision = 1 }) => sum + (revision as number), 0);
    }),
  );
  return lists.flat().length + tenants.length + webhooks.reduce((sum, n) => sum + n, 0);
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
    const send = (one: ExampleRequest, key: string, idempotencyKey?: string) =>
      service.call(one.method, one.path, {
        key,
        ...(one.text === undefined ? {} : { text: one.text }),
        headers: { ...one.headers, ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }) },
      });
    const every = cases();
    /** A case in a new tenant, ready to be sent. */
    const prepare = async (one: Case) => {
      const id = `w${++n}`;
      const key = await service.newTenant(id);
      const chosen: Record<string, string> = {};
      const renames = () => ({ "web-shop": id, "code-review": id, globex: `t-${id}`, ...chosen });
      for (const route of one.before) {
        const reply = await send(exampleRequest(route, renames()), isOperators(route) ? OPERATOR : key);
        Object.assign(chosen, renamesAfter(route, reply.json));
      }
      const world = { id, key, renames: chosen };
      const before = await effects(service, world);
      const request = one.request(renames());
      return {
        go: () => send(request, one.operator ? OPERATOR : key, one.keyed ? id : undefined),
        made: async () => (await effects(service, world)) - before,
      };
    };
    try {
      const clean: { calls: string[]; effects: number }[] = [];
      for (const one of every) {
        const { go, made } = await prepare(one);
        const calls: string[] = [];
        proxy.plan = (operation) => void calls.push(operation);
        const reply = await go();
        proxy.plan = () => undefined;
        assert.ok(one.answered.includes(reply.status), `${one.name}: ${reply.status} ${reply.text}`);
        clean.push({ calls, effects: await made() });
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
        const one = every[i] as Case;
        const { go, made } = await prepare(one);
        let call = 0;
        proxy.plan = (): Fault | undefined => {
          call++;
          return (lasting ? call >= k : call === k) ? fault : undefined;
        };
        const place = `${one.name}, call ${k}, ${fault}${lasting ? " for ever" : ""}`;
        let reply = await go();
        proxy.plan = () => undefined;
        const first = reply.status;
        if (first === 503) {
          unanswered++;
          reply = await go();
        } else if (one.keyed) {
          const again = await go();
          assert.equal(again.status, first, place);
          assert.equal(again.headers.get("idempotent-replayed"), "true", place);
        }
        assert.ok(one.answered.includes(reply.status), `${place}: ${first} ${reply.status} ${reply.text}`);
        if (first !== 503) assert.notEqual(first, 404, place);
        assert.equal(await made(), clean[i]?.effects, place);
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
