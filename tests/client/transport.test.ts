/** The client's transport without a service: attempts, pauses, limits of time, aborts, and what an answer may not do. */
import {
  ClientError,
  type ClientOptions,
  ConnectionError,
  createClient,
  ProblemError,
  TimeoutError,
  UnexpectedAnswerError,
} from "@skillmeat-deployments/client";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Fetch } from "./support.ts";

const json = (body: unknown, init: ResponseInit = {}) =>
  new Response(JSON.stringify(body), { ...init, headers: { "content-type": "application/json", ...init.headers } });
const busy = (retryAfter?: string, status = 503) =>
  new Response("", { status, headers: retryAfter === undefined ? {} : { "retry-after": retryAfter } });
const lost = (): never => {
  throw new TypeError("fetch failed");
};

/** A client whose attempts get these answers, the last of them again and again, and whose time passes only in its pauses. */
function harness(
  answers: ((url: string, init: RequestInit) => Response | Promise<Response>)[],
  options: Partial<ClientOptions> = {},
) {
  const pauses: number[] = [];
  const requests: { url: string; headers: Headers; init: RequestInit }[] = [];
  let time = Date.UTC(2026, 2, 10);
  const fetch: Fetch = async (url, init = {}) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push({ url: String(url), headers: new Headers(init.headers), init });
    return (answer as (typeof answers)[number])(String(url), init);
  };
  const api = createClient({
    baseUrl: "https://service.test",
    fetch,
    now: () => time,
    random: () => 0.5,
    sleep: async (ms) => {
      pauses.push(ms);
      time += ms;
    },
    ...options,
  });
  return { api, pauses, requests };
}
const ok = () => json({ name: "x" });

describe("Attempts", () => {
  it("A lost connection and the statuses 429, 502, 503 and 504 are tried again", async () => {
    const again = [lost, () => busy("0", 429), () => busy("0", 502), () => busy("0", 504), ok];
    const { api, requests } = harness(again);
    expect((await api.readService()).data.name).toBe("x");
    expect(requests).toHaveLength(5);
  });

  it.each([400, 401, 403, 404, 409, 412, 422, 500])("The status %i is final", async (status) => {
    const { api, requests } = harness([() => busy("0", status)]);
    await expect(api.readMe()).rejects.toMatchObject({ status, attempts: 1 });
    expect(requests).toHaveLength(1);
  });

  it("The pause doubles up to its limit, and the random part is all of it", async () => {
    const { api, pauses } = harness([lost], { retry: { attempts: 8, baseMs: 100, maxMs: 1_000 } });
    await expect(api.readMe()).rejects.toThrow(ConnectionError);
    expect(pauses).toEqual([50, 100, 200, 400, 500, 500, 500]);
    const eager = harness([lost], { random: () => 0 });
    await expect(eager.api.readMe()).rejects.toThrow(ConnectionError);
    expect(eager.pauses).toEqual([0, 0, 0, 0]);
  });

  it("Retry-After is the shortest pause, in seconds or as a date, by the clock of the server where that can be read", async () => {
    const date = (seconds: number) => new Date(Date.UTC(2026, 2, 10, 0, 0, seconds)).toUTCString();
    const headers = { "retry-after": date(3_605), date: date(3_600) };
    const { api, pauses } = harness([
      () => busy("7"),
      () => busy(date(20)),
      () => new Response("", { status: 503, headers }),
      ok,
    ]);
    await api.readService();
    // The random part comes on top: 125 ms. The clock is at 7.125 s when the date of 20 s comes.
    expect(pauses).toEqual([7_125, 13_125, 5_125]);
  });

  it.each(["soon", "-1", "", "1e9", " "])("A Retry-After of '%s' is as none", async (value) => {
    const { api, pauses } = harness([() => busy(value), ok]);
    await api.readService();
    expect(pauses).toEqual([125]);
  });

  it("A call ends after its attempts, or before a pause that would lead beyond its time, and the error has the count", async () => {
    const five = harness([() => busy("1")]);
    await expect(five.api.readMe()).rejects.toMatchObject({ status: 503, attempts: 5, retryAfter: 1 });
    const long = harness([() => busy("3600")]);
    await expect(long.api.readMe()).rejects.toMatchObject({ attempts: 1, retryAfter: 3_600 });
    const minute = harness([() => busy("25")], { retry: { attempts: 99, totalMs: 60_000 } });
    await expect(minute.api.readMe()).rejects.toMatchObject({ attempts: 3 });
    const once = harness([lost], { retry: { attempts: 1 } });
    await expect(once.api.readMe()).rejects.toMatchObject({ name: "ConnectionError", attempts: 1 });
  });

  it("Every pause is announced with the error and its length", async () => {
    const onRetry = vi.fn();
    await harness([lost, () => busy("2"), ok], { onRetry }).api.readService();
    expect(onRetry.mock.calls.flat()).toEqual([
      { error: expect.any(ConnectionError), pauseMs: 125 },
      { error: expect.any(ProblemError), pauseMs: 2_125 },
    ]);
  });

  it("A write has one Idempotency-Key and the same bytes in all attempts, and another key in another call; a read has none", async () => {
    const { api, requests } = harness([lost, lost, ok]);
    await api.createProject({ body: { name: "x" } });
    await api.createProject({ body: { name: "x" } });
    await api.createProject({ body: { name: "x" }, idempotencyKey: "mine" });
    await api.readMe();
    const keys = requests.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys).toEqual([keys[0], keys[0], keys[0], keys[3], "mine", null]);
    expect(keys[3]).not.toBe(keys[0]);
    expect(requests.slice(0, 5).map(({ init }) => init.body)).toEqual(Array(5).fill('{"name":"x"}'));
  });

  it("The key is asked for before each attempt, so that a token can be renewed", async () => {
    let token = 0;
    const { api, requests } = harness([lost, ok], { apiKey: async () => `token-${++token}` });
    await api.readMe();
    expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer token-1", "Bearer token-2"]);
  });
});

describe("Aborts and limits of time", () => {
  /** Answers as `fetch` does: never, until it is aborted. */
  const hang = (_url: string, { signal }: RequestInit) =>
    new Promise<Response>((_, fail) => signal?.addEventListener("abort", () => fail(signal.reason)));
  const hangingBody = (_url: string, { signal }: RequestInit) =>
    new Response(new ReadableStream({ start: (c) => signal?.addEventListener("abort", () => c.error(signal.reason)) }));

  it("An aborted signal sends nothing", async () => {
    const { api, requests } = harness([ok]);
    await expect(api.readMe({ signal: AbortSignal.abort("stop") })).rejects.toBe("stop");
    expect(requests).toHaveLength(0);
  });

  it.each([
    ["waits for an answer", hang],
    ["reads an answer", hangingBody],
  ])("A call that %s ends with the reason of its signal, without another attempt", async (_, answer) => {
    const onRetry = vi.fn();
    const { api, requests } = harness([answer], { onRetry });
    const controller = new AbortController();
    const call = api.readMe({ signal: controller.signal });
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    controller.abort("stop");
    await expect(call).rejects.toBe("stop");
    expect([requests.length, onRetry.mock.calls.length]).toEqual([1, 0]);
  });

  it("A call that waits for its next attempt ends at once when it is aborted", async () => {
    const controller = new AbortController();
    const onRetry = () => setTimeout(() => controller.abort(new Error("stop")));
    const fetch = async () => busy("36000");
    const api = createClient({ baseUrl: "https://service.test", fetch, onRetry, retry: { totalMs: 1e9 } });
    await expect(api.readMe({ signal: controller.signal })).rejects.toThrow("stop");
  });

  it("A call that waits for its key ends when it is aborted", async () => {
    const controller = new AbortController();
    const apiKey = async () => {
      controller.abort(new Error("stop"));
      return "key";
    };
    const { api, requests } = harness([ok], { apiKey });
    await expect(api.readMe({ signal: controller.signal })).rejects.toThrow("stop");
    expect(requests).toHaveLength(0);
  });

  it("A call whose key never comes ends when it is aborted, and by its limits of time", async () => {
    const controller = new AbortController();
    const apiKey = vi.fn(() => new Promise<string>(() => {}));
    const { api, requests } = harness([ok], { apiKey, timeoutMs: 1e9, retry: { attempts: 2, totalMs: 1e9 } });
    const aborted = api.readMe({ signal: controller.signal });
    await vi.waitFor(() => expect(apiKey).toHaveBeenCalled());
    controller.abort("stop");
    await expect(aborted).rejects.toBe("stop");
    const error = await api.readMe({ timeoutMs: 5 }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TimeoutError);
    expect([error.attempts, error.message]).toEqual([
      2,
      "GET https://service.test/me: no answer: no key from apiKey within 5 ms (attempt 2)",
    ]);
    expect(requests).toHaveLength(0);
  });

  it("A key that comes after the limit of time is not used, and one that fails then is no unhandled error", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    for (const fails of [false, true]) {
      const late = Promise.withResolvers<string>();
      const { api, requests } = harness([ok], { apiKey: () => late.promise, retry: { attempts: 1 } });
      await expect(api.readMe({ timeoutMs: 5 })).rejects.toThrow(TimeoutError);
      if (fails) late.reject(new Error("late"));
      else late.resolve("key");
      await new Promise((done) => setImmediate(done));
      expect(requests).toHaveLength(0);
    }
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("An error of the function that returns the key is the error of the call, without another attempt", async () => {
    const apiKey = vi.fn(async () => Promise.reject(new RangeError("vault is closed")));
    await expect(harness([ok], { apiKey }).api.readMe()).rejects.toThrow(RangeError);
    expect(apiKey).toHaveBeenCalledTimes(1);
  });

  it("An attempt without an answer in time is made again, and in the end the error says how many there were", async () => {
    // Not every runtime passes the reason of the signal on.
    const nameless = (url: string, init: RequestInit) => hang(url, init).catch(() => lost());
    const onRetry = vi.fn();
    const late = harness([hang, hangingBody, nameless, ok], { timeoutMs: 5, onRetry });
    await late.api.readService();
    expect(onRetry.mock.calls.flat().map(({ error }) => error.name)).toEqual(Array(3).fill("TimeoutError"));
    const never = harness([hang], { timeoutMs: 60_000, retry: { attempts: 2 } });
    const error = await never.api.readMe({ timeoutMs: 5 }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TimeoutError);
    expect([error.attempts, error.message]).toEqual([
      2,
      "GET https://service.test/me: no answer: none within 5 ms (attempt 2)",
    ]);
  });

  it("An attempt takes no longer than what is left of the time of its call", async () => {
    const { api } = harness([hang], { timeoutMs: 1e9, retry: { totalMs: 20 } });
    await expect(api.readMe()).rejects.toMatchObject({ name: "TimeoutError", attempts: 1 });
  });

  it("Limits of time can be infinite, and options that are undefined are as if they were left out", async () => {
    const { api } = harness([ok], {
      timeoutMs: Number.POSITIVE_INFINITY,
      retry: { totalMs: Number.POSITIVE_INFINITY },
    });
    await api.readService();
    const { attempts, totalMs } = {} as { attempts?: number; totalMs?: number };
    const bounded = harness([lost], { timeoutMs: undefined, retry: { attempts, totalMs } });
    await expect(bounded.api.readMe()).rejects.toMatchObject({ attempts: 5 });
  });

  it("A feed that is followed ends when it is aborted while it waits for new events", async () => {
    const controller = new AbortController();
    const end = async () => json([], { headers: { link: '</events?after=7>; rel="next"' } });
    const api = createClient({ baseUrl: "https://service.test", fetch: end });
    const feed = api.listEvents({ after: "7", signal: controller.signal });
    const next = feed.follow({ intervalMs: 1e9, onPosition: () => setTimeout(() => controller.abort("stop")) }).next();
    await expect(next).rejects.toBe("stop");
  });

  it("A signal that is used for many calls keeps no listeners", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    const { api } = harness([lost, ok]);
    for (let i = 0; i < 3; i++) await api.readService({ signal });
    expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([4, 4]);
  });
});

describe("Requests", () => {
  it("Ids are encoded, and parameters that are undefined are left out", async () => {
    const { api, requests } = harness([() => json([])]);
    const id = "a:skill:x y~2fé";
    await api.readDeployment({ project_id: "p", deployment_id: id });
    await api.listDeployments({ project_id: "p", artifact_name: "a&b=c d", profile_id: undefined, limit: 2 });
    expect(requests.map(({ url }) => url)).toEqual([
      `https://service.test/projects/p/deployments/${encodeURIComponent(id)}`,
      "https://service.test/projects/p/deployments?artifact_name=a%26b%3Dc+d&limit=2",
    ]);
  });

  it.each(["", ".", "..", undefined, null, 7])(
    "The id %j is refused, because the request would go elsewhere",
    async (id) => {
      const { api, requests } = harness([ok]);
      await expect(api.deleteProfile({ project_id: "p", profile_id: id as string })).rejects.toThrow(TypeError);
      expect(requests).toHaveLength(0);
    },
  );

  it("A condition without an ETag is refused, because the write would have none", async () => {
    const { api, requests } = harness([ok]);
    for (const ifMatch of [undefined, null, ""] as unknown as string[]) {
      await expect(api.putProject({ project_id: "p", body: {}, ifMatch })).rejects.toThrow("ifMatch");
    }
    await expect(api.readProject({ project_id: "p", ifNoneMatch: "" })).rejects.toThrow("ifNoneMatch");
    expect(requests).toHaveLength(0);
  });

  it("Text is sent as TOML or as the type that is given, everything else as JSON", async () => {
    const { api, requests } = harness([ok]);
    await api.createProfile({ project_id: "p", body: 'profile_id = "x"' });
    await api.createProfile({ project_id: "p", body: "{}", contentType: "application/json" });
    await api.createProfile({ project_id: "p", body: { profile_id: "x", platform: "codex" } });
    expect(requests.map(({ headers, init }) => [headers.get("content-type"), init.body])).toEqual([
      ["application/toml", 'profile_id = "x"'],
      ["application/json", "{}"],
      ["application/json", '{"profile_id":"x","platform":"codex"}'],
    ]);
  });

  it("Headers of a call replace those of the client", async () => {
    const { api, requests } = harness([ok], { headers: { "x-request-id": "a", traceparent: "t" }, apiKey: "key" });
    await api.readMe({ headers: { "x-request-id": "b", authorization: "Bearer other" } });
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toEqual({
      accept: "application/json",
      authorization: "Bearer other",
      traceparent: "t",
      "x-request-id": "b",
    });
  });

  it("Headers replace those that the client would send, whatever their case", async () => {
    const { api, requests } = harness([ok], { headers: { Accept: "application/json, */*", "X-Request-Id": "a" } });
    await api.readMe();
    await api.readMe({ headers: { ACCEPT: "text/x", "x-request-ID": "b" } });
    await api.createProject({ body: {}, headers: { "Content-Type": "text/y", "Idempotency-Key": "k" } });
    const names = ["accept", "x-request-id", "content-type", "idempotency-key"];
    expect(requests.map(({ headers }) => names.map((name) => headers.get(name)))).toEqual([
      ["application/json, */*", "a", null, null],
      ["text/x", "b", null, null],
      ["application/json, */*", "a", "text/y", "k"],
    ]);
  });

  it("A parameter that is null is left out, and an empty Idempotency-Key is refused", async () => {
    const { api, requests } = harness([() => json([])]);
    await api.listProjects({ limit: null as unknown as number });
    expect(requests.map(({ url }) => url)).toEqual(["https://service.test/projects"]);
    for (const idempotencyKey of ["", " "])
      await expect(api.createProject({ body: {}, idempotencyKey })).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['</projects?cursor=a>; rel="prev next"', { cursor: "a" }],
    ['</projects?cursor=a>;rel="NEXT\tlast"', { cursor: "a" }],
    ["</projects?cursor=a;b&x=?>; title=x; rel = next", { cursor: "a;b", x: "?" }],
    ['</projects?cursor=a;rel=next>; rel="prev", </projects?cursor=b#c>; rel="next"', { cursor: "b" }],
    ['</projects?cursor=a>; rel="prev"; rel="next"', undefined],
    ['</projects?cursor=a>; rel="nextone"', undefined],
    ['</projects?cursor=a>; title="next"', undefined],
    ['</projects>; rel="next"', undefined],
    ["/projects?cursor=a; rel=next", undefined],
    ["<", undefined],
  ])("Of the link %s the next page is %j", async (link, next) => {
    const { api } = harness([() => json([], { headers: { link } })]);
    expect((await api.listProjects()).next).toEqual(next);
  });

  it("The key may end with a line break, and what cannot be one is refused in an error that does not quote it", async () => {
    const file = harness([ok], { apiKey: "smk_test_1\n" });
    await file.api.readMe();
    expect(file.requests[0]?.headers.get("authorization")).toBe("Bearer smk_test_1");
    for (const apiKey of ["", " ", "smk_secret\r\nx: y", "smk_sécret", "smk secret"]) {
      const { api, requests } = harness([ok], { apiKey });
      const error = await api.readMe().catch((thrown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).not.toMatch(/s[eé]cret/);
      expect(requests).toHaveLength(0);
    }
  });

  it.each([
    "",
    "service.test",
    "ftp://service.test",
    "https://key@service.test",
    "https://service.test/?x",
    "https://service.test/#x",
  ])("'%s' is no base URL", (baseUrl) => expect(() => createClient({ baseUrl })).toThrow(TypeError));

  it("A base URL can have a path, with or without a slash at its end", async () => {
    for (const baseUrl of ["https://service.test/api/v1", "https://service.test/api/v1/"]) {
      const { api, requests } = harness([ok], { baseUrl });
      await api.readMe();
      expect(requests[0]?.url).toBe("https://service.test/api/v1/me");
    }
  });
});

describe("Answers", () => {
  it("A problem becomes an error with all that it says", async () => {
    const problem = {
      type: "urn:skillmeat:problem:validation-failed",
      code: "validation-failed",
      title: "Invalid",
      status: 422,
      detail: "name is too long",
      instance: "/projects",
      request_id: "r1",
      errors: [{ pointer: "/name", detail: "is too long" }],
    };
    const headers = { "content-type": "application/problem+json" };
    const { api } = harness([() => json(problem, { status: 422, headers })]);
    const error = await api.createProject({ body: {} }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    const { status, code, title, detail, errors, requestId, retryAfter, attempts, message } = error;
    expect({ status, code, title, detail, errors, requestId, retryAfter, attempts, message }).toEqual({
      ...{
        status: 422,
        code: "validation-failed",
        title: "Invalid",
        detail: "name is too long",
        message: "name is too long",
      },
      ...{ errors: problem.errors, requestId: "r1", retryAfter: undefined, attempts: 1 },
    });
  });

  it.each([
    "<h1>Bad gateway</h1>",
    "",
    "null",
    "[]",
    '"text"',
    "{}",
    '{"message":"Forbidden"}',
    '{"code":1,"detail":[{"msg":"no"}],"title":7}',
  ])(
    "An error of something in front of the service, such as '%s', has its status and the code unknown",
    async (text) => {
      const { api } = harness([() => new Response(text, { status: 403, headers: { "x-request-id": "edge" } })]);
      const error = await api.readMe().catch((thrown) => thrown);
      expect(error).toBeInstanceOf(ProblemError);
      expect([error.status, error.code, error.message, error.requestId]).toEqual([
        403,
        "unknown",
        "Status 403",
        "edge",
      ]);
    },
  );

  it("A page instead of JSON, broken JSON and a redirect are told apart from errors of the service", async () => {
    const page = () => new Response("<html>Log in</html>", { headers: { "content-type": "text/html" } });
    const broken = () => new Response('{"a":', { headers: { "content-type": "application/json" } });
    const moved = () => new Response("", { status: 301, headers: { location: "https://www.service.test/me" } });
    const found = [page, broken, moved].map((answer) =>
      harness([answer])
        .api.readMe()
        .catch((thrown) => thrown),
    );
    expect((await Promise.all(found)).map((error) => [error instanceof UnexpectedAnswerError, error.message])).toEqual([
      [true, "GET https://service.test/me: the answer is 'text/html', not application/json. Is baseUrl right?"],
      [true, "GET https://service.test/me: the answer is not valid JSON. Is baseUrl right?"],
      [true, "GET https://service.test/me: redirected to https://www.service.test/me. Is baseUrl right?"],
    ]);
  });

  it("No redirect is followed", async () => {
    const { api, requests } = harness([ok]);
    await api.readMe();
    expect(requests[0]?.init.redirect).toBe("manual");
  });

  it("The error of a lost connection says why and has the error of fetch as its cause", async () => {
    const cause = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:9") });
    const fail = () => {
      throw cause;
    };
    const error = await harness([fail], { retry: { attempts: 2 } })
      .api.readMe()
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ConnectionError);
    expect([error.cause, error.attempts]).toEqual([cause, 2]);
    expect(error.message).toBe("GET https://service.test/me: no answer: connect ECONNREFUSED 127.0.0.1:9 (attempt 2)");
  });
});

it("Whatever answers, a call returns what the API can answer or throws an error of the client", async () => {
  const text = fc.oneof(fc.string(), fc.json(), fc.constantFrom('{"code":7,"errors":{}}', '{"code":"x","detail":{}}'));
  const value = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  const headers = fc.record({
    "content-type": fc.oneof(value, fc.constantFrom("application/json", "application/problem+json; charset=utf-8")),
    link: fc.oneof(value, fc.constant('</x?cursor=a>; rel="next"')),
    "retry-after": fc.oneof(value, fc.nat().map(String)),
    date: value,
    etag: value,
    location: value,
  });
  const status = fc.oneof(fc.integer({ min: 200, max: 599 }), fc.constantFrom(200, 204, 304, 429, 503));
  await fc.assert(
    fc.asyncProperty(status, headers, text, async (status, headers, body) => {
      const empty = [204, 205, 304].includes(status);
      const { api, requests } = harness([() => new Response(empty ? null : body, { status, headers })]);
      try {
        let pages = 0;
        for await (const { data } of api.listProjects().pages()) {
          if (data !== undefined) JSON.stringify(data);
          if (++pages === 3) break;
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ClientError);
        expect((error as ClientError).message).toEqual(expect.any(String));
      }
      expect(requests.length).toBeLessThanOrEqual(5);
    }),
    { numRuns: 500 },
  );
});

describe("Pages", () => {
  const linked = (link: string, items: unknown[] = [{ project_id: "a" }]) => json(items, { headers: { link } });
  const idsOf = async (list: AsyncIterable<{ project_id: string }>) => {
    const ids = [];
    for await (const { project_id } of list) ids.push(project_id);
    return ids;
  };

  it.each([
    '</projects?limit=1&cursor=x%2Fy>; rel="next"',
    "</projects?limit=1&cursor=x%2Fy>; rel=next",
    '<https://elsewhere.test/steal?limit=1&cursor=x%2Fy>; title="a"; rel="next"',
    '</a,b?c>; rel="prev", </projects?limit=1&cursor=x%2Fy>; rel="next"',
    '</projects?limit=1&cursor=x%2Fy>; rel="next", </z>; rel="first"',
  ])("The link %s leads to the next page, with the same path and key", async (link) => {
    const { api, requests } = harness([() => linked(link), () => json([{ project_id: "b" }])], { apiKey: "key" });
    expect(await idsOf(api.listProjects({ limit: 1 }))).toEqual(["a", "b"]);
    expect(requests.map(({ url, headers }) => [url, headers.get("authorization")])).toEqual([
      ["https://service.test/projects?limit=1", "Bearer key"],
      ["https://service.test/projects?limit=1&cursor=x%2Fy", "Bearer key"],
    ]);
  });

  it.each(["", '</x>; rel="prev"', "next", "<", '<>; rel="next', '<http://[>; rel="next"'])(
    "The link '%s' leads nowhere, and the list ends",
    async (link) => {
      const { api, requests } = harness([() => linked(link), lost]);
      expect(await idsOf(api.listProjects())).toEqual(["a"]);
      expect(requests).toHaveLength(1);
    },
  );

  it("A next page cannot set options of the client", async () => {
    const link = '</projects?cursor=x&signal=a&headers=b&body=c&ifMatch=d>; rel="next"';
    const { api, requests } = harness([() => linked(link), () => json([])]);
    expect(await idsOf(api.listProjects())).toEqual(["a"]);
    expect(requests[1]?.url).toContain("cursor=x&signal=a");
    expect([requests[1]?.init.body, requests[1]?.headers.get("if-match")]).toEqual([undefined, null]);
  });

  it("A report is iterated over by pages, and so is a tracker, whose pages are one file together", async () => {
    const link = { link: '</next?cursor=x>; rel="next"' };
    const report = harness([() => json({ total: 1 }, { headers: link }), () => json({ total: 2 })]);
    const totals = [];
    for await (const { data } of report.api.readStatus({ project_id: "p" }).pages()) totals.push(data);
    expect(totals).toEqual([{ total: 1 }, { total: 2 }]);
    const toml = { "content-type": "application/toml; charset=utf-8" };
    const tracker = harness([
      () => new Response("a = 1\n", { headers: { ...toml, ...link } }),
      () => new Response("b = 2\n", { headers: toml }),
    ]);
    let file = "";
    const pages = tracker.api.listDeployments({ project_id: "p", accept: "application/toml" }).pages();
    for await (const { data } of pages) file += data;
    expect(file).toBe("a = 1\nb = 2\n");
    expect(tracker.requests.map(({ headers }) => headers.get("accept"))).toEqual(Array(2).fill("application/toml"));
    // Without types nothing prevents this.
    const untyped = report.api.readStatus({ project_id: "p" }) as unknown as AsyncIterable<unknown>;
    await expect(untyped[Symbol.asyncIterator]().next()).rejects.toThrow("use pages()");
  });

  it("A list whose first page fails before it is iterated over throws then, and ends no process", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const list = harness([() => busy("0", 403)]).api.listProjects();
    await new Promise((done) => setTimeout(done, 20));
    await expect(idsOf(list)).rejects.toMatchObject({ status: 403 });
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("A list can be iterated twice, and a break reads no further page", async () => {
    const { api, requests } = harness([() => linked('</projects?cursor=x>; rel="next"')]);
    const list = api.listProjects();
    for (const _ of [1, 2]) for await (const project of list) if (project) break;
    expect(requests).toHaveLength(1);
  });
});
