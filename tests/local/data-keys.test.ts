/** The data keys of a local server. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import { openDataKeys } from "@skillmeat-deployments/local/data-keys.ts";
import { lineOf, StartError } from "@skillmeat-deployments/local/start-error.ts";
import { expect, it } from "vitest";

const directory = () => mkdtempSync(join(tmpdir(), "data-keys-"));
const fileOf = (dataDir: string) => join(dataDir, "data-key.json");
const boxOf = (dataDir: string) => createSecretBox(openDataKeys(dataDir));

/** The error of opening a directory. */
function refusal(dataDir: string): unknown {
  try {
    openDataKeys(dataDir);
  } catch (error) {
    return error;
  }
  throw new Error("The directory was opened");
}

it("The first start creates a data key in a file that only its owner can read, and leaves no other file", async () => {
  const dataDir = directory();
  const { id, key } = await openDataKeys(dataDir).current();
  expect(key).toHaveLength(32);
  expect(id).toMatch(/^[\w-]+$/);
  expect(readdirSync(dataDir)).toEqual(["data-key.json"]);
  expect(statSync(fileOf(dataDir)).mode & 0o777).toBe(0o600);
});

it("Two starts read the same key, so that the second opens what the first sealed, and two directories have different keys", async () => {
  const dataDir = directory();
  const sealed = await boxOf(dataDir).seal("secret", "context");
  const text = readFileSync(fileOf(dataDir), "utf8");
  expect(await boxOf(dataDir).open(sealed, "context")).toBe("secret");
  expect(readFileSync(fileOf(dataDir), "utf8")).toBe(text);
  const keys = await Promise.all([dataDir, directory()].map((each) => openDataKeys(each).current()));
  expect(new Set(keys.map(({ key }) => Buffer.from(key).toString("hex"))).size).toBe(2);
});

it("After a new data key was added to the file, it seals, and a secret under the older one still opens", async () => {
  const dataDir = directory();
  const sealed = await boxOf(dataDir).seal("old", "context");
  const { keys } = JSON.parse(readFileSync(fileOf(dataDir), "utf8"));
  const added = { id: "added", key: randomBytes(32).toString("base64url") };
  writeFileSync(fileOf(dataDir), JSON.stringify({ keys: [...keys, added] }));
  const box = boxOf(dataDir);
  expect(await box.open(sealed, "context")).toBe("old");
  expect(await box.seal("new", "context")).toMatch(/^s1\.added\./);
});

it("A data key that is not in the file is refused by an error that names the file and what to do", async () => {
  const dataDir = directory();
  const sealed = await boxOf(directory()).seal("secret", "context");
  const file = fileOf(dataDir);
  const id = sealed.split(".")[1];
  await expect(boxOf(dataDir).open(sealed, "context")).rejects.toThrow(
    `${file} has no data key ${id}; restore it from a copy, or rotate the secrets it sealed`,
  );
});

it("A damaged file is reported in one line that says what follows, and is never replaced", () => {
  const key = randomBytes(32).toString("base64url");
  const damaged = [
    "",
    "{",
    "null",
    "{}",
    '{"keys":[]}',
    JSON.stringify({ keys: [{ id: "a" }] }),
    JSON.stringify({ keys: [{ id: "a.b", key }] }),
    JSON.stringify({ keys: [{ id: "a", key: key.slice(1) }] }),
    JSON.stringify({ keys: [{ id: "a", key: `${key}A` }] }),
    JSON.stringify({ keys: [{ id: "a", key: key.replace(/.$/, "+") }] }),
  ];
  for (const text of damaged) {
    const dataDir = directory();
    const file = fileOf(dataDir);
    writeFileSync(file, text);
    const error = refusal(dataDir);
    expect([text, error]).toEqual([text, expect.any(StartError)]);
    expect(lineOf(error)).toBe(
      `${file} is damaged; restore it from a copy, or remove it to get a new data key at the next start: the secrets of all existing webhooks must then be rotated`,
    );
    expect(readFileSync(file, "utf8")).toBe(text);
  }
});

it("A directory that cannot be used is reported with the reason, and its file is not called damaged", () => {
  expect(lineOf(refusal("/dev/null"))).toBe(
    "Cannot use /dev/null/data-key.json: a part of the path is not a directory",
  );
});
