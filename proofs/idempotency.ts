/** One effect for each request, whichever of its storage calls fails, and however. */
import assert from "node:assert/strict";
import type { DescribedRoute } from "@skillmeat-deployments/api/docs/described-route.ts";
import { PATHS } from "@skillmeat-deployments/core/model/api-paths.ts";
import { createProxy, FAULTS, type Fault, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import {
  EXAMPLE_KEY_ID,
  type ExampleRequest,
  exampleRequest,
  prerequisites,
  successes,
  WRITES,
} from "@skillmeat-deployments/testing/examples.ts";
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { impatient } from "./model.ts";
import { hitFigures, mustHit, type Proof, WRITE_FAULTS } from "./proof.ts";

/** A request that writes, in a world of its own. */
type Case = {
  name: string;
  /** Whether it is sent with an `Idempotency-Key`, and so answered the same each time. */
  keyed: boolean;
  /** What is sent before it. */
  before: readonly ExampleRequest[];
  request: ExampleRequest;
  operator: boolean;
  answered: number[];
};

/** The example of every route that writes, in a project and on an artifact called `id`; with a key, and where it names what it writes also without. */
function cases(id: string, keyId = EXAMPLE_KEY_ID): Case[] {
  const renames = { "web-shop": id, "code-review": id, globex: `t-${id}`, [EXAMPLE_KEY_ID]: keyId };
  const request = (route: DescribedRoute) => exampleRequest(route, renames);
  const all = WRITES.flatMap((route): Case[] => {
    const keyed = {
      name: route.id,
      keyed: true,
      before: prerequisites(route).map(request),
      request: request(route),
      operator: route.access === "operator",
      answered: successes(route),
    };
    if (route.method === "POST") return [keyed];
    // Sent again without a key after no answer, what is gone is gone.
    const answered = route.method === "DELETE" ? [...keyed.answered, 404] : keyed.answered;
    return [keyed, { ...keyed, name: `${route.id} without a key`, keyed: false, answered }];
  });
  const recording = all.find(({ name }) => name === "recordDeployment") as Case;
  const variant = (name: string, change: object): Case => {
    const text = JSON.stringify({ ...JSON.parse(recording.request.text as string), ...change });
    return {
      ...recording,
      name,
      before: [...recording.before, recording.request],
      request: { ...recording.request, text },
    };
  };
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
  const mine = (one: Record<string, unknown>) => new RegExp(`[/:]${id}$`).test(one.subject as string);
  return (
    (await count("/events", mine)) +
    (await count(`/projects/${id}/events`, () => true)) +
    (await count("/keys", () => true)) +
    (await count("/tenants", (one) => one.tenant_id === `t-${id}`, OPERATOR))
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
    const send = (one: ExampleRequest, operator: boolean, key?: string) =>
      service.call(one.method, one.path, {
        ...(operator ? { key: OPERATOR } : {}),
        ...(one.text === undefined ? {} : { text: one.text }),
        headers: { ...one.headers, ...(key === undefined ? {} : { "idempotency-key": key }) },
      });
    /** The i-th case in a new world, ready to be sent. */
    const prepare = async (i: number) => {
      const id = `w${++n}`;
      let keyId: string | undefined;
      for (const one of (cases(id)[i] as Case).before) {
        const isTenant = one.path === PATHS.tenants;
        const reply = await send(one, isTenant);
        if (one.path === PATHS.keys) keyId = (reply.json as { key_id: string }).key_id;
      }
      const one = cases(id, keyId)[i] as Case;
      return {
        id,
        one,
        before: await effects(service, id),
        go: () => send(one.request, one.operator, one.keyed ? id : undefined),
      };
    };
    try {
      const clean: { calls: string[]; effects: number }[] = [];
      for (const i of cases("").keys()) {
        const { id, one, before, go } = await prepare(i);
        const calls: string[] = [];
        proxy.plan = (operation) => void calls.push(operation);
        const reply = await go();
        proxy.plan = () => undefined;
        assert.ok(one.answered.includes(reply.status), `${one.name}: ${reply.status} ${reply.text}`);
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
        const { id, one, before, go } = await prepare(i);
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
