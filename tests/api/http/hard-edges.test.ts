/** What costs the caller nothing must cost the service nothing: long queries, deep documents, large answers, many imports. */

import { createApp } from "@skillmeat-deployments/api/app.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import { queryLists } from "@skillmeat-deployments/api/http/request.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import {
  createService,
  OPERATOR,
  PUBLIC_URL,
  problemOf,
  type Service,
} from "@skillmeat-deployments/testing/service.ts";
import { TEST_WEBHOOKS } from "@skillmeat-deployments/testing/webhook-deps.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "p" } });
});
afterAll(() => service.close());

const TOML = { "content-type": "application/toml" };
const load = (text: string, project = "p", query = "") =>
  service.call("POST", `/projects/${project}/deployments/import${query}`, { text, headers: TOML });

describe("A query", () => {
  it.each([
    ["of 7,500 parameters of one name", `?${"a&".repeat(7_500)}`],
    ["of 33 parameters", `?${Array.from({ length: 33 }, (_, i) => `a${i}=1`).join("&")}`],
    ["of more than 8 KiB", `?limit=${"1".repeat(8_192)}`],
  ])("%s is refused without a credential", async (_, query) => {
    for (const path of ["/healthz", "/platforms"]) {
      const reply = await service.call("GET", `${path}${query}`, { key: null });
      expect(problemOf(reply)).toMatchObject({ status: 414, code: "query-too-long" });
      expect(reply.text.length).toBeLessThan(1_000);
    }
  });

  it("of 32 parameters is read, and each parameter once", () => {
    const query = `?${"a=1&".repeat(30)}b=2&__proto__=3`;
    expect(Object.entries(queryLists(query))).toEqual([
      ["a", Array.from({ length: 30 }, () => "1")],
      ["b", ["2"]],
      ["__proto__", ["3"]],
    ]);
  });
});

describe("A document", () => {
  const NESTS = "nest deeper than 64 levels";
  it.each([
    ["a dotted key of 2 million parts", `a${".a".repeat(2_000_000)}=1`, NESTS],
    ["a number of 4 million digits", `a=${"1".repeat(4_000_000)}`, "more than 100 digits"],
    ["2 million open brackets", `a=${"[".repeat(2_000_000)}`, NESTS],
  ])("with %s is refused as an import, lenient or not", async (_, text, detail) => {
    for (const query of ["", "?lenient=true"]) {
      const reply = await load(text, "p", query);
      expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: [""] });
      expect(reply.text).toContain(detail);
    }
  });

  it("with 400,000 unknown keys in a row is refused, and with 900 by a pointer to the row", async () => {
    const keys = (length: number) => `[[deployed]]\n${Array.from({ length }, (_, i) => `k${i}=1`).join("\n")}`;
    const many = await load(keys(400_000));
    expect(problemOf(many)).toEqual({ status: 422, code: "validation-failed", places: [""] });
    expect(many.text).toContain("Line 1002: a table has more than 1000 keys");
    const some = await load(keys(900));
    expect(problemOf(some)).toEqual({ status: 422, code: "validation-failed", places: ["/deployed/0"] });
    expect(some.text).toContain("must have at most 256 keys, not 900");
  });

  it.each([
    [
      "200,000 members",
      { ...Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [i, 0])) },
      "",
      "1,000 members",
    ],
    ["a list of 900,000 items", { artifacts: Array.from({ length: 900_000 }, () => 0) }, "/artifacts", "10,000 items"],
  ])("of JSON with %s is refused in one place, before its schema", async (_, body, place, bound) => {
    const reply = await service.call("POST", "/projects/p/plan", { body });
    expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: [place] });
    expect(reply.text).toContain(`has more than ${bound}`);
  });

  it("for a project that does not exist is not parsed", async () => {
    const reply = await load("this is no TOML", "nowhere");
    expect(problemOf(reply)).toMatchObject({ status: 404, code: "not-found" });
    expect((await load("this is no TOML")).status).toBe(400);
  });

  it.each([
    ["TOML", `a${".a".repeat(8_000)}=1`, TOML, 422],
    ["JSON", `{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}`, { "content-type": "application/json" }, 422],
  ])("of %s that nests deep is refused, and not with a 500", async (_, text, headers, status) => {
    const reply = await service.call("POST", "/artifacts", { text, headers });
    expect([reply.status, reply.text.includes("nest")]).toEqual([status, true]);
  });

  it("with a key of 400 KB gets a short answer", async () => {
    const key = "k".repeat(400_000);
    const replies = [
      await load(`${key} = 1\n`),
      await load(`[[deployed]]\n"${key}" = 1\n__proto__ = 1\n`),
      await service.call("POST", "/projects", { body: { [key.slice(0, 100_000)]: 1 } }),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(422);
      expect(reply.text.length).toBeLessThan(10_000);
    }
  });

  it("with 5,000 bad rows of long values gets an answer of at most 1.5 MB", async () => {
    const row = `[[deployed]]\nartifact_name = 1\nartifact_type = 2\nartifact_path = 3\ncontent_hash = 4\nplatform = 5\n`;
    const reply = await load(row.repeat(5_000));
    expect(reply.status).toBe(422);
    expect(reply.text.length).toBeLessThan(1_500_000);
  });
});

describe("Heavy requests", () => {
  /** An app that counts how many requests of a kind use the table at once. */
  function countingApp() {
    const { ctx } = service;
    const seen = { now: 0, most: 0 };
    const table: Table = {
      ...service.table,
      withDeadline: (ms, run) =>
        service.table.withDeadline(ms, async (limited) => {
          seen.most = Math.max(seen.most, ++seen.now);
          try {
            return await run(limited);
          } finally {
            seen.now--;
          }
        }),
    };
    const app = createApp({
      table,
      now: ctx.now,
      newId,
      mode: "test",
      operatorKey: OPERATOR,
      assets: sourceAssets(),
      webhooks: TEST_WEBHOOKS,
      publicUrl: PUBLIC_URL,
      log: () => {},
    });
    const headers = { authorization: `Bearer ${service.key}` };
    const send = (method: string, path: string, body?: string, type = "application/json", more: object = {}) =>
      app.fetch(
        new Request(`http://service${path}`, {
          method,
          headers: { ...headers, ...more, ...(body === undefined ? {} : { "content-type": type }) },
          ...(body === undefined ? {} : { body }),
        }),
      );
    return { seen, send };
  }
  const tracker = (rows: number) =>
    Array.from(
      { length: rows },
      (_, i) =>
        `[[deployed]]\nartifact_name = "n${i}"\nartifact_type = "skill"\nartifact_path = "s/n${i}"\ncontent_hash = "h"\n`,
    ).join("");

  it("Of 12 lists as TOML, which are whole files, four are read at once", async () => {
    const { seen, send } = countingApp();
    const toml = { accept: "application/toml" };
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => send("GET", "/projects/p/deployments", undefined, undefined, toml)),
    );
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
    expect(seen.most).toBe(4);
  });

  it("Of 20 imports at once two run and the others wait; all succeed", async () => {
    const { seen, send } = countingApp();
    const statuses = Array.from({ length: 20 }, async () => {
      const reply = await send("POST", "/projects/p/deployments/import", tracker(50), "application/toml");
      return reply.status;
    });
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
    expect(seen.most).toBe(2);
  });

  it("Of 30 reports at once four run; imports do not wait for them, and other requests for neither", async () => {
    const { seen, send } = countingApp();
    const reports = Array.from({ length: 30 }, (_, i) =>
      i % 2 ? send("GET", "/projects/p/status") : send("POST", "/projects/p/plan", "{}"),
    );
    const statuses = (await Promise.all(reports)).map((reply) => reply.status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(seen.most).toBe(4);
    const all = await Promise.all([
      ...Array.from({ length: 10 }, () => send("GET", "/projects/p/status")),
      ...Array.from({ length: 10 }, () =>
        send("POST", "/projects/p/deployments/import", tracker(1), "application/toml"),
      ),
      ...Array.from({ length: 10 }, () => send("GET", "/projects/p")),
    ]);
    expect(new Set(all.map((reply) => reply.status))).toEqual(new Set([200]));
    expect(seen.most).toBe(4 + 2 + 10);
  });

  it("A status lists at most 1,000 profiles and platforms, and says that there are more", async () => {
    await service.call("POST", "/projects", { body: { project_id: "groups" } });
    const rows = Array.from(
      { length: 1_100 },
      (_, i) =>
        `[[deployed]]\nartifact_name = "n"\nartifact_type = "skill"\nartifact_path = "s"\ncontent_hash = "h"\ndeployment_profile_id = "p${i}"\nplatform = "${"x".repeat(900)}${i}"\n`,
    );
    expect((await load(rows.join(""), "groups")).status).toBe(200);
    const reply = await service.call("GET", "/projects/groups/status");
    const { counts, platforms, profiles, truncated } = reply.json as {
      counts: { total: number };
      platforms: object;
      profiles: object[];
      truncated?: true;
    };
    expect([counts.total, Object.keys(platforms).length, profiles.length, truncated]).toEqual([
      1_100,
      1_000,
      1_000,
      true,
    ]);
    expect(reply.text.length).toBeLessThan(5_000_000);
  });
});
