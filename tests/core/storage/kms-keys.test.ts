/** The data keys of a deployed service, on a fake KMS that speaks KMS's JSON. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { createKmsKeys, KEY_AGE_MS } from "@skillmeat-deployments/core/storage/kms-keys.ts";
import { createSecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import { type FakeKms, KMS_KEY, startFakeKms } from "@skillmeat-deployments/testing/aws/kms.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

let kms: FakeKms;
let time: number;

beforeEach(async () => {
  kms = await startFakeKms();
  time = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await kms.close();
});

const credentials = { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" };
const keysOf = (keyId = KMS_KEY) =>
  createKmsKeys({ keyId, region: "us-east-1", credentials, endpoint: kms.endpoint, elapsed: () => time });
/** The keys of another process, which have the same KMS key. */
const openedBy = (sealed: string) => createSecretBox(keysOf()).open(sealed, "context");

describe("A data key of KMS", () => {
  it("Another process opens a sealed secret by unwrapping its data key, which nobody can do without KMS", async () => {
    const sealed = await createSecretBox(keysOf()).seal("secret", "context");
    expect(await openedBy(sealed)).toBe("secret");
    expect(kms.calls).toEqual(["GenerateDataKey", "Decrypt"]);
    const other = await startFakeKms();
    const keys = createKmsKeys({
      keyId: KMS_KEY,
      region: "us-east-1",
      credentials,
      endpoint: other.endpoint,
      elapsed: () => 0,
    });
    await expect(createSecretBox(keys).open(sealed, "context")).rejects.toThrow(
      /^KMS refused Decrypt: InvalidCiphertextException$/,
    );
    await other.close();
  });

  it("The plaintext of a data key is in no sealed text", async () => {
    const keys = keysOf();
    const { key } = await keys.current();
    const sealed = await createSecretBox(keys).seal("secret", "context");
    for (const part of sealed.split(".")) expect(Buffer.from(part, "base64url").includes(Buffer.from(key))).toBe(false);
  });

  it("Every call is signed for KMS with the credentials of the function, target included, and says its purpose", async () => {
    const keys = keysOf();
    await keys.byId((await keys.current()).id);
    expect(kms.headers).toHaveLength(2);
    expect(kms.contexts).toEqual(Array(2).fill({ purpose: "webhook-secrets" }));
    for (const headers of kms.headers) {
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/us-east-1\/kms\/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token;x-amz-target, /,
      );
      expect(headers["x-amz-security-token"]).toBe("token");
      expect(headers["content-type"]).toBe("application/x-amz-json-1.1");
    }
  });

  it("A wrapped key that was changed is refused by a plain error, and KMS is not called again for it", async () => {
    const sealed = await createSecretBox(keysOf()).seal("secret", "context");
    kms.calls.length = 0;
    const changed = sealed.replace(/^s1\.(.)/, (_, c) => `s1.${c === "A" ? "B" : "A"}`);
    await expect(openedBy(changed)).rejects.toThrow(/^KMS refused Decrypt: InvalidCiphertextException$/);
    expect(kms.calls).toEqual(["Decrypt"]);
  });
});

describe("Calls of KMS", () => {
  it("A process makes one data key for an hour, also for concurrent seals, and then another one", async () => {
    const keys = keysOf();
    const box = createSecretBox(keys);
    const idOf = async () => (await box.seal("secret", "context")).split(".")[1];
    const first = await Promise.all([idOf(), idOf(), idOf()]);
    time = KEY_AGE_MS - 1;
    expect(new Set([...first, await idOf()]).size).toBe(1);
    expect(kms.calls).toEqual(["GenerateDataKey"]);
    time = KEY_AGE_MS;
    expect(await idOf()).not.toBe(first[0]);
    expect(kms.calls).toEqual(["GenerateDataKey", "GenerateDataKey"]);
  });

  it("A secret under a data key of an earlier hour still opens", async () => {
    const box = createSecretBox(keysOf());
    const before = await box.seal("old", "context");
    time = KEY_AGE_MS;
    await box.seal("new", "context");
    expect(await box.open(before, "context")).toBe("old");
  });

  it("A data key is unwrapped once an hour, also for concurrent opens", async () => {
    const sealed = await createSecretBox(keysOf()).seal("secret", "context");
    kms.calls.length = 0;
    const box = createSecretBox(keysOf());
    await Promise.all([1, 2, 3].map(() => box.open(sealed, "context")));
    time = KEY_AGE_MS - 1;
    await box.open(sealed, "context");
    expect(kms.calls).toEqual(["Decrypt"]);
    time = KEY_AGE_MS;
    await box.open(sealed, "context");
    expect(kms.calls).toEqual(["Decrypt", "Decrypt"]);
  });

  it("A process remembers at most 1,000 unwrapped keys", async () => {
    const maker = keysOf();
    const ids: string[] = [];
    for (let i = 0; i <= 1_000; i++) {
      time += KEY_AGE_MS;
      ids.push((await maker.current()).id);
    }
    const keys = keysOf();
    for (const id of ids) await keys.byId(id);
    kms.calls.length = 0;
    await keys.byId(ids[1] as string);
    expect(kms.calls).toEqual([]);
    await keys.byId(ids[0] as string);
    expect(kms.calls).toEqual(["Decrypt"]);
  });
});

describe("A failure of KMS", () => {
  const throttled = { status: 400, type: "ThrottlingException" };
  const namespaced = { status: 400, type: "com.amazonaws.kms#ThrottlingException" };
  const internal = { status: 500, type: "KMSInternalException" };

  it("A call that is throttled, fails inside KMS, is cut or is answered with a page is tried once more", async () => {
    for (const failure of [throttled, namespaced, internal, "cut", "page"] as const) {
      kms.calls.length = 0;
      kms.failures = [failure];
      expect((await keysOf().current()).key).toHaveLength(32);
      expect(kms.calls).toHaveLength(2);
    }
  });

  it("After two such attempts the error is 503 and names no cause; the next call tries again", async () => {
    for (const failure of [throttled, internal, "cut", "page"] as const) {
      const keys = keysOf();
      kms.calls.length = 0;
      kms.failures = [failure, failure];
      const error = await keys.current().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Fault);
      expect(error).toMatchObject({
        code: "unavailable",
        retryAfter: 1,
        message: "The key service did not answer in time; try again",
      });
      expect(kms.calls).toHaveLength(2);
      expect((await keys.current()).key).toHaveLength(32);
    }
  });

  it("A KMS that never answers is given up after two attempts", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    kms.failures = ["hang", "hang"];
    const settled = vi.fn();
    keysOf().current().catch(settled);
    for (const attempt of [1, 2]) {
      // Each look also passes the interval on the stopped clock.
      await vi.waitFor(() => expect(kms.calls).toHaveLength(attempt), { timeout: 60_000, interval: 1 });
      expect(settled).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(3_000);
    }
    await vi.waitFor(() => expect(settled).toHaveBeenCalled(), { timeout: 60_000 });
    expect(settled.mock.calls[0]?.[0]).toMatchObject({ code: "unavailable" });
    expect(kms.calls).toHaveLength(2);
  });

  it("A call that KMS refuses is not tried again, and the error says what KMS says", async () => {
    kms.failures = [{ status: 400, type: "AccessDeniedException" }];
    await expect(keysOf().current()).rejects.toThrow(/^KMS refused GenerateDataKey: AccessDeniedException$/);
    expect(kms.calls).toHaveLength(1);
    await expect(keysOf("arn:other").current()).rejects.toThrow(/^KMS refused GenerateDataKey: NotFoundException$/);
  });
});
