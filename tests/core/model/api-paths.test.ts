import { canonicalPath, encodePath, fillPath, PATHS, pathTo } from "@skillmeat-deployments/core/model/api-paths.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("A path of the API", () => {
  it("is a URI reference: what a segment cannot hold is percent-encoded, and no more", () => {
    expect(pathTo("artifact", { artifact_id: "skill:Prüf #1?%~+=@&,;$" })).toBe(
      "/artifacts/skill:Pr%C3%BCf%20%231%3F%25~+=@&,;$",
    );
    expect(pathTo("profile", { project_id: "web+shop", profile_id: "a/b" })).toBe("/projects/web+shop/profiles/a%2Fb");
    expect(fillPath(PATHS.projects, {})).toBe("/projects");
  });

  it("has one spelling: decoded, over-encoded and canonical ones give the same", () => {
    const canonical = "/artifacts/skill:Pr%C3%BCf%20x";
    for (const path of ["/artifacts/skill:Prüf x", "/artifacts/skill%3APr%c3%bcf%20x", canonical]) {
      expect(canonicalPath(path)).toBe(canonical);
    }
    expect(encodePath("/artifacts/skill:Prüf x")).toBe(canonical);
    expect(canonicalPath("/a%zz")).toBe("/a%zz");
  });
});

describe("Location and an event's subject", () => {
  let service: Service;
  beforeAll(async () => {
    service = await createService();
  });
  afterAll(() => service.close());

  it("are the same path, which can be requested, also for a name with a space and a letter beyond ASCII", async () => {
    const made = await service.call("POST", "/artifacts", { body: { type: "skill", name: "Prüf mich #1" } });
    const location = made.headers.get("location") as string;
    await service.drain();
    const [event] = (await service.call("GET", "/events")).json as { subject: string }[];
    expect(event?.subject).toBe(location);
    expect((await service.call("GET", location)).json).toEqual(made.json);
  });
});
