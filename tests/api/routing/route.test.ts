/** Rules that the compiler holds: `npm run check` fails where one of these types changes. */
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import type { reads, writes } from "@skillmeat-deployments/api/routing/route.ts";
import type { Ctx, OperatorCtx, OperatorWriteCtx, PublicCtx, WriteCtx } from "@skillmeat-deployments/core/context.ts";
import { type PATHS, type PathParams, paramNames } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { Project } from "@skillmeat-deployments/core/model/project.schema.ts";
import { projects } from "@skillmeat-deployments/core/model/project.ts";
import type { ReadTable, Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Committed, Writer } from "@skillmeat-deployments/core/storage/writer.ts";
import { describe, expect, expectTypeOf, it } from "vitest";

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
    type Spec = Parameters<typeof reads<"projects:read", (typeof PATHS)["project"]>>[0];
    expectTypeOf<Record<never, never>>().not.toExtend<Spec["example"]>();
    expectTypeOf<{ params: { project_id: string } }>().toExtend<Spec["example"]>();
    expect(ROUTES.filter((route) => !route.example)).toEqual([]);
  });

  it("A route that is not a GET either writes, or is one of those that only compute", () => {
    const computing = ROUTES.filter((route) => route.method !== "GET" && !route.answer).map(({ id }) => id);
    expect(computing).toEqual(["planDeployments"]);
  });
});
