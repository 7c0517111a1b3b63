/** asyncapi.json is a document that AsyncAPI's own parser takes, and describes what the service sends. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asyncApiDocument } from "@skillmeat-deployments/api/docs/asyncapi.ts";
import { EVENT_TYPES } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";
import { beforeAll, expect, it } from "vitest";

const folder = import.meta.dirname;
const document = join(folder, "../../packages/api/asyncapi.json");
const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
type Parsed = { version: string | null; findings: string[]; channels: Record<string, string[]> };
const parse = (file: string): Parsed =>
  JSON.parse(execFileSync(process.execPath, [join(folder, "parse.mjs"), file], { encoding: "utf8" }));

let parsed: Parsed;
beforeAll(() => {
  installLocked(folder);
  parsed = parse(document);
}, 120_000);

it("AsyncAPI's parser finds nothing in the document, except that there is a later version of AsyncAPI", () => {
  const { version, findings } = parsed;
  expect(version).toBe("3.0.0");
  expect(findings.filter((finding) => !finding.startsWith("asyncapi-latest-version "))).toEqual([]);
});

it("The feeds have a message for each type of event, and the bus and the webhooks have one for all", () => {
  const { channels } = parsed;
  const { messages } = read(document).components;
  const typesOf = (channel: string) => (channels[channel] ?? []).map((name) => messages[name].title);
  const types = [...typesOf("tenantFeed"), ...typesOf("projectFeed")].filter((type) => type !== "Another event");
  expect(types.sort()).toEqual([...EVENT_TYPES].sort());
  expect(typesOf("projectFeed").every((type) => /^skillmeat\.(?:profile|deployment)\.|^Another/.test(type))).toBe(true);
  expect([channels.bus, channels.webhook]).toEqual([["BusEntry"], ["Delivery"]]);
});

it("The document is made of the OpenAPI document, and has its schemas", () => {
  const openApi = read(join(folder, "../../packages/api/openapi.json"));
  expect(read(document)).toEqual(JSON.parse(JSON.stringify(asyncApiDocument(openApi))));
  for (const [name, schema] of Object.entries(read(document).components.schemas))
    expect([name, schema]).toEqual([name, openApi.components.schemas[name]]);
});

it("The parser finds what is wrong in a document", () => {
  const damaged = read(document);
  damaged.channels.webhook.messages.Delivery.$ref = "#/components/messages/Absent";
  damaged.operations.sendToBus.action = "shout";
  const file = join(mkdtempSync(join(tmpdir(), "asyncapi-")), "asyncapi.json");
  writeFileSync(file, JSON.stringify(damaged));
  const { version, findings } = parse(file);
  expect(version).toBeNull();
  expect(findings.join("\n")).toMatch(/invalid-ref at channels\.webhook[\s\S]*operations\.sendToBus\.action/);
});
