/** The scanner that every suite uses to find secrets in log lines. */
import { createLogScanner } from "@skillmeat-deployments/testing/logs.ts";
import { describe, expect, it } from "vitest";

const key = `smk_test_${"0".repeat(26)}_${"a".repeat(36)}`;

describe("The log scanner", () => {
  it.each([
    ["an API key", { message: `denied ${key}` }],
    ["an operator key", { error: `smo_live_${"b".repeat(36)}` }],
    ["an Authorization header", { error: "Authorization: Bearer abc" }],
    ["the end of a key that was sent", { error: "c".repeat(20) }],
    ["a string of a request body", { error: 'Error: no "description of mine" here' }],
    ["a request body that is not JSON", { error: "name = 'something to hide'" }],
    ["a field that is not on the list of known fields", { body: 1 }],
  ])("The log scanner finds %s", (_name, line) => {
    const scanner = createLogScanner();
    scanner.sent(`Bearer ${"c".repeat(30)}`, JSON.stringify({ description: ["description of mine"] }));
    scanner.sent(null, "name = 'something to hide'");
    scanner.line({ level: "info", message: "request", status: 200 });
    expect(() => scanner.check()).not.toThrow();
    scanner.line(line);
    expect(() => scanner.check()).toThrow("must not");
  });
});
