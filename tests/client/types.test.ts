/** The types of the client. `npm run check` compiles this file: that is the test. */
import {
  type Client,
  createClient,
  type DeliveredEvent,
  type DeploymentRead,
  type Event,
  isEvent,
  type Page,
  type Project,
  type ProjectStatus,
  type Result,
} from "@skillmeat-deployments/client";
import { describe, expectTypeOf, it } from "vitest";

const api: Client = createClient({ baseUrl: "http://127.0.0.1:9", retry: { attempts: 1 } });
const inProject = { project_id: "p" };
/** Compiled, never called: nothing is sent. */
const never = (_: () => unknown) => {};

describe("The types say", () => {
  it("what an operation returns: JSON, its ETag if it has one, or nothing", () => {
    never(async () => {
      expectTypeOf(await api.readProject(inProject)).toEqualTypeOf<Result<Project, string>>();
      expectTypeOf((await api.readMe()).etag).toEqualTypeOf<null>();
      expectTypeOf((await api.deleteProject(inProject)).data).toEqualTypeOf<undefined>();
      expectTypeOf((await api.readDocs()).data).toEqualTypeOf<string>();
      expectTypeOf((await api.readOpenApi()).data).toEqualTypeOf<{ [key: string]: unknown }>();
    });
  });

  it("what is a list, a feed, a report of pages, and none of these", () => {
    never(async () => {
      for await (const record of api.listDeployments(inProject)) expectTypeOf(record).toEqualTypeOf<DeploymentRead>();
      for await (const event of api.listEvents().follow()) expectTypeOf(event).toEqualTypeOf<Event>();
      for await (const page of api.readStatus(inProject).pages())
        expectTypeOf(page).toEqualTypeOf<Page<ProjectStatus, null>>();
      // @ts-expect-error a report has no items
      for await (const _ of api.readStatus(inProject)) never;
      // @ts-expect-error a list is not followed
      api.listProjects().follow();
      // @ts-expect-error a resource has no pages
      api.readProject(inProject).pages();
    });
  });

  it("that TOML is text, and its list has pages but no items", () => {
    never(async () => {
      const toml = api.listDeployments({ ...inProject, accept: "application/toml" });
      expectTypeOf((await toml).data).toEqualTypeOf<string>();
      for await (const page of toml.pages()) expectTypeOf(page.data).toEqualTypeOf<string>();
      // @ts-expect-error text has no items
      for await (const _ of toml) never;
      // @ts-expect-error projects have no TOML
      api.readProject({ ...inProject, accept: "application/toml" });
    });
  });

  it("that a read under an ETag can have no data", () => {
    never(async () => {
      const read = await api.readProject({ ...inProject, ifNoneMatch: '"x"' });
      // @ts-expect-error it can be undefined
      read.data.name;
      if (!read.notModified) expectTypeOf(read.data).toEqualTypeOf<Project>();
      // @ts-expect-error an operation without ETags
      api.readMe({ ifNoneMatch: '"x"' });
    });
  });

  it("which arguments there are, and which are needed", () => {
    never(() => {
      api.listProjects();
      api.listProjects({ prefix: "a", limit: 5 });
      // @ts-expect-error the id is missing
      api.readProject({});
      // @ts-expect-error and so are all arguments
      api.readProject();
      // @ts-expect-error an unknown parameter
      api.readProject({ ...inProject, prefix: "a" });
      // @ts-expect-error a value of another type
      api.listProjects({ limit: "5" });
      // @ts-expect-error the body is missing
      api.createProfile(inProject);
      // @ts-expect-error a member of the body is missing
      api.createProfile({ ...inProject, body: { profile_id: "x" } });
      api.createProfile({ ...inProject, body: { profile_id: "x", platform: "codex" } });
      api.createProfile({ ...inProject, body: "profile_id = 'x'" });
      api.importDeployments({ ...inProject, body: "[[deployed]]" });
      api.importDeployments({ ...inProject, body: "dependencies: []", contentType: "application/yaml" });
      api.importDeployments({ ...inProject, body: "{}", contentType: "application/json" });
      // @ts-expect-error an unknown media type
      api.importDeployments({ ...inProject, body: "{}", contentType: "text/plain" });
      // @ts-expect-error this body has no TOML
      api.createProject({ body: "name = 'x'" });
      // @ts-expect-error a read has no Idempotency-Key
      api.readProject({ ...inProject, idempotencyKey: "x" });
      // @ts-expect-error a create has no condition
      api.createProject({ body: {}, ifMatch: '"x"' });
      api.deleteProject({
        ...inProject,
        ifMatch: '"x"',
        idempotencyKey: "x",
        signal: AbortSignal.timeout(1),
        timeoutMs: 1,
      });
    });
  });

  it("what an event holds, by its type", () => {
    never((event: DeliveredEvent = undefined as never) => {
      if (isEvent(event, "skillmeat.deployment.updated")) {
        expectTypeOf(event.data.before.content_hash).toEqualTypeOf<string>();
        expectTypeOf(event.data.after.artifact_name).toEqualTypeOf<string>();
      }
      // @ts-expect-error there is no such event
      isEvent(event, "skillmeat.deployment.observd");
    });
  });
});
