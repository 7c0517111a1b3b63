/** What docs/operations.md says about the operator's key on AWS: who has SST_KEY and the bundle has the key. */
import { execFileSync } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "@skillmeat-deployments/testing/aws/bundle.ts";
import { afterAll, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "operator-key-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("The bundle's file and SST_KEY, a variable of the function, are all that decrypts the operator's key", () => {
  const key = randomBytes(32);
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12, 0));
  const text = JSON.stringify({ OperatorKey: { type: "sst.sst.Secret", value: "the operator's key" } });
  const file = join(directory, "resource.enc");
  writeFileSync(file, Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]));
  const read = (env: Record<string, string>) =>
    execFileSync(process.execPath, ["-p", 'require("sst/resource").Resource.OperatorKey.value'], {
      cwd: ROOT,
      env: { SST_KEY_FILE: file, ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  expect(read({ SST_KEY: key.toString("base64") })).toBe("the operator's key\n");
  expect(() => read({})).toThrow();
});
