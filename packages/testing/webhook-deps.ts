/** What webhooks need in tests: a secret box with a fixed key, and no worker. */
import type { WebhookDeps } from "@skillmeat-deployments/api/routing/route.ts";
import { createSecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";

const KEY = { id: "test", key: Buffer.alloc(32, 7) };

/** Seals with a fixed key. */
export const TEST_SECRETS = createSecretBox({ current: async () => KEY, byId: async () => KEY.key });

/** Nothing is sent; loopback addresses are refused. */
export const TEST_WEBHOOKS: WebhookDeps = async () => ({
  secrets: TEST_SECRETS,
  allowLoopback: false,
  wake: async () => {},
});
