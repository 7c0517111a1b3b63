/** docs/webhooks.md is held to what it says: its receiver receives, its code verifies, its tables are those of the code. */
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WEBHOOK_EVENT_TYPES } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { newSigningSecret, publicKeyOf } from "@skillmeat-deployments/core/values/webhook-secret.ts";
import { DELAYS } from "@skillmeat-deployments/events/deliver/schedule.ts";
import { signatureHeaders } from "@skillmeat-deployments/events/deliver/signature.ts";
import {
  blockOf,
  HAS_CURL,
  REPOSITORY,
  runScript,
  sectionOf,
  startInDirectory,
} from "@skillmeat-deployments/testing/pages.ts";
import { expect, it } from "vitest";

const page = "docs/webhooks.md";
const nowSeconds = () => Math.floor(Date.now() / 1_000);

it.skipIf(!HAS_CURL)(
  "The page has a receiver of ten lines that gets the test event and refuses what is forged",
  async () => {
    const receiver = blockOf(page, "js receiver.mjs");
    expect(receiver.split("\n").filter(Boolean).length).toBeLessThanOrEqual(10);
    const server = await startInDirectory();
    const onPort = (code: string) => code.replaceAll("4000", server.port);
    writeFileSync(join(server.directory, "receiver.mjs"), onPort(receiver));
    symlinkSync(join(REPOSITORY, "node_modules"), join(server.directory, "node_modules"));
    const { printed, end } = runScript(onPort(blockOf(page, "sh first-event")), server.directory);
    try {
      await expect.poll(() => printed.out).toMatch(/^skillmeat\.webhook\.test \/webhooks\/\w+$/m);
      const forged = await fetch(`http://127.0.0.1:${server.port}/`, {
        method: "POST",
        headers: signatureHeaders({ id: "x", timestamp: nowSeconds(), body: "{}", secrets: [newSigningSecret("v1")] }),
        body: "{}",
      });
      expect([forged.status, printed.errors]).toEqual([401, ""]);
    } finally {
      end();
      await server.close();
    }
  },
);

it("The page's code verifies Ed25519 signatures, and refuses other keys, bodies and times", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "verify-")), "verify-v1a.mjs");
  writeFileSync(file, blockOf(page, "js verify-v1a.mjs"));
  const { isSigned } = await import(file);
  const [secret, other] = [newSigningSecret("v1a"), newSigningSecret("v1a")];
  const [key, otherKey] = [secret, other].map(publicKeyOf);
  const signed = { id: "01", timestamp: nowSeconds(), body: "{}" };
  const headers = signatureHeaders({ ...signed, secrets: [other, newSigningSecret("v1"), secret] });
  expect([isSigned(key, headers, "{}"), isSigned(otherKey, headers, "{}")]).toEqual([true, true]);
  const alone = signatureHeaders({ ...signed, secrets: [secret] });
  const old = signatureHeaders({ ...signed, timestamp: signed.timestamp - 301, secrets: [secret] });
  const refused = [isSigned(otherKey, alone, "{}"), isSigned(key, alone, "[]"), isSigned(key, old, "{}")];
  expect(refused).toEqual([false, false, false]);
});

it("The page has the times between attempts", () => {
  const units: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
  const times = [...sectionOf(page, "Retries").matchAll(/^\| \d \| (?:at once|(\d+) (s|min|h)) \|/gm)];
  expect(times.map(([, count = "0", unit = "s"]) => Number(count) * (units[unit] as number))).toEqual(DELAYS);
});

it("The page names every event about webhooks", () => {
  const named = sectionOf(page, "Events about webhooks").match(/^\| `(skillmeat[\w.]+)`/gm) ?? [];
  expect(named.map((cell) => cell.slice(3, -1)).sort()).toEqual([...WEBHOOK_EVENT_TYPES].sort());
});
