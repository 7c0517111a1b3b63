/** The routes of webhooks and their deliveries. */
import { PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { once } from "@skillmeat-deployments/core/runtime/once.ts";
import { noStore } from "../http/answer.ts";
import { pageAnswer, pageRequest } from "../routing/page.ts";
import { created, noContent, ok } from "../routing/resource.ts";
import { reads, writes } from "../routing/route.ts";

const schemas = once(() => import("./webhooks.schema.ts"));
const loaded = once(() => import("../verbs/webhooks.ts"));

export const webhookRoutes = [
  writes({
    id: "createWebhook",
    method: "POST",
    path: PATHS.webhooks,
    access: "webhooks:write",
    etag: true,
    body: { media: ["json"] },
    schema: async () => (await schemas()).createWebhook,
    verb: async ({ ctx, body, webhooks }) => (await loaded()).verbs.createWebhook(ctx, await webhooks(), body),
    answer: ({ value, change, ...secret }) => ({
      ...created({ value: { ...value, ...secret }, change }, pathTo("webhook", value)),
      headers: noStore,
    }),
  }),
  reads({
    id: "listWebhooks",
    method: "GET",
    path: PATHS.webhooks,
    access: "webhooks:read",
    etag: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listWebhooks,
    run: async ({ ctx, query }) =>
      pageAnswer(query, await (await loaded()).verbs.listWebhooks(ctx, pageRequest(query))),
  }),
  reads({
    id: "readWebhook",
    method: "GET",
    path: PATHS.webhook,
    access: "webhooks:read",
    etag: true,
    schema: async () => (await schemas()).readWebhook,
    run: async ({ ctx, params }) => ok(await (await loaded()).verbs.readWebhook(ctx, params)),
  }),
  writes({
    id: "patchWebhook",
    method: "PATCH",
    path: PATHS.webhook,
    access: "webhooks:write",
    etag: true,
    body: { media: ["json", "merge-patch"] },
    schema: async () => (await schemas()).patchWebhook,
    async verb({ ctx, params, body, preconditions, webhooks }) {
      const { resource } = await schemas();
      const services = await webhooks();
      const update = { resource, mode: "patch", fields: body } as const;
      const committed = await (await loaded()).verbs.updateWebhook(ctx, services, params, update, preconditions);
      if (body.status === "active")
        await services.wake([{ tenant: ctx.tenant, webhook: params.webhook_id, timers: [] }]);
      return committed;
    },
    answer: ok,
  }),
  writes({
    id: "deleteWebhook",
    method: "DELETE",
    path: PATHS.webhook,
    access: "webhooks:write",
    etag: true,
    produces: "nothing",
    schema: async () => (await schemas()).deleteWebhook,
    verb: async ({ ctx, params, preconditions }) => (await loaded()).verbs.deleteWebhook(ctx, params, preconditions),
    answer: noContent,
  }),
  writes({
    id: "rotateWebhook",
    method: "POST",
    path: PATHS.webhookRotation,
    access: "webhooks:write",
    body: { media: ["json"] },
    schema: async () => (await schemas()).rotateWebhook,
    verb: async ({ ctx, params, body, webhooks }) =>
      (await loaded()).verbs.rotateWebhook(ctx, await webhooks(), params.webhook_id, body),
    answer: (json) => ({ status: 200, json, headers: noStore }),
  }),
  writes({
    id: "testWebhook",
    method: "POST",
    path: PATHS.webhookTest,
    access: "webhooks:write",
    schema: async () => (await schemas()).testWebhook,
    async verb({ ctx, params, webhooks }) {
      const committed = await (await loaded()).verbs.sendTestEvent(ctx, params.webhook_id);
      await (await webhooks()).wake([committed.result.wake]);
      return committed;
    },
    answer: ({ delivery }) => ({ status: 201, json: delivery, location: pathTo("delivery", delivery) }),
  }),
  writes({
    id: "replayWebhook",
    method: "POST",
    path: PATHS.webhookReplay,
    access: "webhooks:write",
    heavy: "report",
    body: { media: ["json"] },
    schema: async () => (await schemas()).replayWebhook,
    async verb({ ctx, params, body, webhooks }) {
      const committed = await (await loaded()).verbs.replay(ctx, params.webhook_id, body);
      await (await webhooks()).wake(committed.result.wakes);
      return committed;
    },
    answer: ({ queued, cursor }) => ({ status: 200, json: { queued, cursor } }),
  }),
  reads({
    id: "listDeliveries",
    method: "GET",
    path: PATHS.deliveries,
    access: "webhooks:read",
    etag: true,
    paging: ["limit", "cursor"],
    schema: async () => (await schemas()).listDeliveries,
    run: async ({ ctx, params, query }) => {
      const { listDeliveries } = (await loaded()).verbs;
      return pageAnswer(query, await listDeliveries(ctx, params.webhook_id, query, pageRequest(query)));
    },
  }),
  reads({
    id: "readDelivery",
    method: "GET",
    path: PATHS.delivery,
    access: "webhooks:read",
    schema: async () => (await schemas()).readDelivery,
    run: async ({ ctx, params }) => ({ status: 200, json: await (await loaded()).verbs.readDelivery(ctx, params) }),
  }),
  writes({
    id: "redeliver",
    method: "POST",
    path: PATHS.redelivery,
    access: "webhooks:write",
    schema: async () => (await schemas()).redeliver,
    async verb({ ctx, params, webhooks }) {
      const committed = await (await loaded()).verbs.redeliver(ctx, params);
      await (await webhooks()).wake([committed.result.wake]);
      return committed;
    },
    answer: ({ delivery }) => ({ status: 200, json: delivery }),
  }),
];
