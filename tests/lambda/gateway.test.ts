import { requestOf, resultOf } from "@skillmeat-deployments/api/lambda/gateway.ts";
import { eventOf } from "@skillmeat-deployments/testing/aws/gateway.ts";
import { describe, expect, it } from "vitest";

const event = eventOf({ method: "POST", path: "/projects?limit=1", body: "ü" });

describe("The request of an event", () => {
  it("An event without headers, or with a header that is null, is a request without them", () => {
    const { headers: _headers, ...bare } = event;
    expect(requestOf(bare as typeof event).header("x-request-id")).toBe(null);
    const headers = { ...event.headers, "x-request-id": null as unknown as string };
    expect(requestOf({ ...event, headers }).header("x-request-id")).toBe(null);
  });

  it("A header value is without the space around it, and its bytes are kept", () => {
    const headers = { ...event.headers, "x-request-id": " \ta b \t", "x-name": "à" };
    const request = requestOf({ ...event, headers });
    expect(request.header("x-request-id")).toBe("a b");
    // The second byte of `à` is a non-breaking space in Latin-1.
    expect(request.header("x-name")).toBe(Buffer.from("à").toString("latin1"));
  });

  it("The address is the one that the gateway saw, and no header changes it", () => {
    const headers = { ...event.headers, "x-forwarded-for": "198.51.100.1", forwarded: "for=198.51.100.1" };
    expect(requestOf({ ...event, headers }).address).toBe("192.0.2.1");
  });

  it("The content length is that of the body in bytes", async () => {
    const request = requestOf(event);
    expect(request.header("content-length")).toBe("2");
    expect(Buffer.from((await request.body()?.all()) ?? []).toString()).toBe("ü");
    expect([request.path, request.query]).toEqual(["/projects", "?limit=1"]);
  });
});

describe("The result of a response", () => {
  it("Text is text, and bytes are base64 unless their type is one of text", () => {
    const bytes = new TextEncoder().encode("ü");
    const bodies = (
      [
        ["ü", "application/toml"],
        [bytes, "text/css"],
        [bytes, "image/png"],
        [null, ""],
      ] as const
    ).map(([body, type]) => resultOf({ status: 200, headers: { "content-type": type }, body }));
    expect(bodies.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
      ["ü", false],
      ["ü", false],
      ["w7w=", true],
      ["", false],
    ]);
  });
});
