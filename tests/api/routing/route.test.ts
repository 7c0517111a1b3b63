/** Rules that the compiler holds: `npm run check` fails where one of these types changes. */
import { parsePaging } from "@skillmeat-deployments/api/http/query.ts";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import type { NoQuery, operation } from "@skillmeat-deployments/api/routing/operation.ts";
import type { writes } from "@skillmeat-deployments/api/routing/route.ts";
import type { Ctx, OperatorCtx, OperatorWriteCtx, PublicCtx, WriteCtx } from "@skillmeat-deployments/core/context.ts";
import { type PATHS, type PathParams, paramNames } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Project } from "@skillmeat-deployments/core/model/project.schema.ts";
import { projects } from "@skillmeat-deployments/core/model/project.ts";
import type { ReadTable, Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Committed, Writer } from "@skillmeat-deployments/core/storage/writer.ts";
import { DESCRIBED_ROUTES } from "@skillmeat-deployments/testing/examples.ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import type * as z from "zod";

describe("Contexts", () => {
  it("A public or operator context is no tenant's: a tenant's verb does not take it", () => {
    expectTypeOf<PublicCtx>().not.toExtend<Ctx>();
    expectTypeOf<OperatorWriteCtx>().not.toExtend<Ctx>();
    expectTypeOf<PublicCtx>().not.toHaveProperty("tenant");
    expectTypeOf<OperatorWriteCtx>().not.toHaveProperty("tenant");
    expectTypeOf(projects.read).parameter(0).toEqualTypeOf<Ctx>();
  });

  it("A tenant's context is not the operator's: a verb over all tenants does not take it", () => {
    expectTypeOf<WriteCtx>().not.toExtend<OperatorCtx>();
    expectTypeOf<WriteCtx>().not.toExtend<PublicCtx>();
  });

  it("The context of a route that reads cannot write, and its table has no write", () => {
    expectTypeOf<Ctx>().not.toExtend<WriteCtx>();
    expectTypeOf<OperatorCtx>().not.toExtend<OperatorWriteCtx>();
    expectTypeOf<Ctx["table"]>().toEqualTypeOf<ReadTable>();
    expectTypeOf<ReadTable>().not.toExtend<Pick<Table, "put">>();
    expectTypeOf<WriteCtx["table"]>().toEqualTypeOf<ReadTable>();
  });
});

describe("Verbs that write", () => {
  it("Their result is what a writer committed: an object of the same shape is not", () => {
    expectTypeOf<{ result: Project }>().not.toExtend<Committed<Project>>();
    expectTypeOf<Project>().not.toExtend<Committed<Project>>();
    expectTypeOf(projects.remove).returns.resolves.toEqualTypeOf<Committed<object>>();
    type Verb = Parameters<typeof writes<"projects:write", "/projects", Project>>[0]["verb"];
    expectTypeOf<() => Promise<Project>>().not.toExtend<Verb>();
    expectTypeOf<() => Promise<Committed<Project>>>().toExtend<Verb>();
  });

  it("A part of a verb's writes yields no such result", () => {
    expectTypeOf<Awaited<ReturnType<Writer["commitPart"]>>>().not.toHaveProperty("committed");
  });
});

describe("Routes", () => {
  it("The text of a path says which parameters its route is given", () => {
    expectTypeOf<PathParams<(typeof PATHS)["profile"]>>().branded.toEqualTypeOf<{
      readonly project_id: string;
      readonly profile_id: string;
    }>();
    expect(paramNames("/projects/{project_id}/profiles/{profile_id}")).toEqual(["project_id", "profile_id"]);
  });

  it("A route without an example of its path parameters does not compile", () => {
    type Example = Parameters<typeof operation<(typeof PATHS)["project"]>>[1]["example"];
    expectTypeOf<Record<never, never>>().not.toExtend<Example>();
    expectTypeOf<{ params: { project_id: string } }>().toExtend<Example>();
    expect(DESCRIBED_ROUTES.filter((route) => !route.example)).toEqual([]);
  });

  it("A route whose description has a body says which media types it accepts", () => {
    type Spec = Parameters<typeof writes<"projects:write", "/projects", Project, NoQuery, z.ZodString>>[0];
    expectTypeOf<undefined>().not.toExtend<Spec["body"]>();
    const withBody = DESCRIBED_ROUTES.filter(({ example }) => example.body !== undefined).map(({ id }) => id);
    expect(DESCRIBED_ROUTES.filter(({ body }) => body?.schema).map(({ id }) => id)).toEqual(withBody);
  });

  it("A route that answers 204 or a file says so, since `Accept` is not evaluated for it", () => {
    const answersWith = (test: (answers: object) => boolean) =>
      DESCRIBED_ROUTES.filter(({ answers }) => test(answers)).map(({ id }) => id);
    const producing = (what: string) => ROUTES.filter(({ produces }) => produces === what).map(({ id }) => id);
    expect(producing("nothing")).toEqual(answersWith((answers) => 204 in answers));
    expect(producing("file")).toEqual(answersWith((answers) => Object.values(answers).some(({ type }) => type)));
  });

  it("The query of a page is parsed without a schema exactly as the route's schema parses it", () => {
    const values = [
      "1",
      "100",
      "0",
      "101",
      "01",
      "",
      " 1",
      "1e2",
      "-1",
      "x",
      "9".repeat(20),
      "9".repeat(21),
      "0".repeat(20),
      "MQ",
    ];
    let parsed = 0;
    for (const { id, paging, query } of DESCRIBED_ROUTES) {
      const has = (["limit", "cursor", "after"] as const).filter((name) => query && name in query.shape);
      expect([id, paging ?? []]).toEqual([id, has]);
      expect(parsePaging(paging, { "unknown-parameter": ["1"] })).toBe(undefined);
      for (const name of has) {
        expect(parsePaging(paging, { [name]: ["1", "1"] })).toBe(undefined);
        for (const value of values) {
          const plain = parsePaging(paging, { [name]: [value] });
          const bySchema = query?.safeParse({ [name]: value });
          expect([id, name, value, plain]).toEqual([id, name, value, bySchema?.success ? bySchema.data : undefined]);
          if (plain) parsed++;
        }
      }
    }
    expect(parsed).toBeGreaterThan(50);
  });

  it("A query without parameters needs no schema: it is an empty object by every route's", () => {
    for (const { id, query } of DESCRIBED_ROUTES) if (query) expect([id, query.parse({})]).toEqual([id, {}]);
  });

  it("A route that is not a GET either writes, or is one of those that only compute", () => {
    const computing = ROUTES.filter((route) => route.method !== "GET" && !route.answer).map(({ id }) => id);
    expect(computing).toEqual(["detectPlatforms", "planDeployments"]);
  });
});
