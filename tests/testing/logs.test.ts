import { createLogScanner } from "@skillmeat-deployments/testing/logs.ts";
import { describe, expect, it } from "vitest";

const key = `smk_test_${"0".repeat(26)}_${"a".repeat(36)}`;

describe("the log scanner", () => {
  it.each([
    ["a key", { message: `denied ${key}` }],
    ["an operator's key", { error: `smo_live_${"b".repeat(36)}` }],
    ["a header", { error: "Authorization: Bearer abc" }],
    ["the end of a key that was sent", { error: "c".repeat(20) }],
    ["a string of a body", { error: 'Error: no "description of mine" here' }],
    ["a body that is no JSON", { error: "name = 'something to hide'" }],
    ["a member that nobody looked at", { body: 1 }],
  ])("finds %s", (_name, line) => {
    const scanner = createLogScanner();
    scanner.sent(`Bearer ${"c".repeat(30)}`, JSON.stringify({ description: ["description of mine"] }));
    scanner.sent(null, "name = 'something to hide'");
    scanner.line({ level: "info", message: "request", status: 200 });
    expect(() => scanner.check()).not.toThrow();
    scanner.line(line);
    expect(() => scanner.check()).toThrow("must not");
  });
});
