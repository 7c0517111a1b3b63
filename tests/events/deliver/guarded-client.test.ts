/** The client that sends webhooks, against real servers on loopback. No test sends anything elsewhere. */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, Socket, type Server as TcpServer } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import {
  createGuardedClient,
  type Result,
  resolveByDns,
} from "@skillmeat-deployments/events/deliver/guarded-client.ts";
import { ROOT } from "@skillmeat-deployments/testing/aws/bundle.ts";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { CERTIFICATE, PRIVATE_KEY } from "./certificate.ts";

const NAME = "hooks.example.com";
const PUBLIC = "93.184.215.14";

const running = new Set<() => void>();
// Not after each test: some run at the same time.
afterAll(() => {
  for (const stop of running) stop();
});
afterEach(() => void vi.unstubAllEnvs());

/** Starts a server of any kind. @returns its port */
async function started(server: TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  running.add(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
const startHttp = (listener: RequestListener) => started(createHttpServer(listener));
const startHttps = (listener: RequestListener) =>
  started(createHttpsServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, listener));
const startTcp = (listener: (socket: Socket) => void) => started(createTcpServer(listener));

type Options = Parameters<typeof createGuardedClient>[0];
type Target = Parameters<NonNullable<Options["connect"]>>[0];

/** A client of local runs: what it is sent to is on loopback. */
const send = (url: string, options: Partial<Options> = {}, headers: Record<string, string> = {}): Promise<Result> =>
  createGuardedClient({ allowLoopback: true, resolve: neverAsked, ...options })({ url, headers, body: "{}" });
const sendTo = (port: number, options: Partial<Options> = {}) => send(`http://127.0.0.1:${port}/hook`, options);

const neverAsked = () => Promise.reject(new Error("The resolver was asked"));

/** The client of a deployment, with a resolver and with connections that end at a local port instead of the address. */
function deployed(answers: readonly (readonly string[])[], port = 1) {
  const asked: string[] = [];
  const targets: Target[] = [];
  const guarded = createGuardedClient({
    allowLoopback: false,
    ca: CERTIFICATE,
    async resolve(name) {
      asked.push(name);
      return answers[asked.length - 1] ?? [];
    },
    connect(target) {
      targets.push(target);
      return connect(port, "127.0.0.1");
    },
  });
  return { asked, targets, send: (url: string) => guarded({ url, headers: {}, body: "{}" }) };
}

const failure = (reason: string, more: { refused?: boolean; connected?: boolean } = {}) => ({
  kind: "failure",
  reason,
  refused: false,
  connected: false,
  ...more,
  ms: expect.any(Number),
});
const answer = (status: number, body: string) => expect.objectContaining({ kind: "answer", status, text: body });

describe("A request", () => {
  it("It is a POST with its body, the headers that are given, and those of the client", async () => {
    const port = await startHttp(async (request, response) => {
      const { method, url, headers } = request;
      response.setHeader("Retry-After", "120").setHeader("x-two", ["a", "b"]);
      response.writeHead(201).end(JSON.stringify({ method, url, headers, body: await text(request) }));
    });
    const guarded = createGuardedClient({ allowLoopback: true });
    const headers = { "Webhook-Id": "msg_1", "content-type": "application/cloudevents+json" };
    const result = await guarded({ url: `http://127.0.0.1:${port}/a%20b/é?c=d`, headers, body: '{"name":"é"}' });
    if (result.kind !== "answer") throw new Error(result.reason);
    expect(result.status).toBe(201);
    expect(JSON.parse(result.text)).toEqual({
      method: "POST",
      url: "/a%20b/%C3%A9?c=d",
      headers: {
        host: `127.0.0.1:${port}`,
        connection: "close",
        "accept-encoding": "identity",
        "content-length": "13",
        "content-type": "application/cloudevents+json",
        "webhook-id": "msg_1",
      },
      body: '{"name":"é"}',
    });
    expect(["retry-after", "RETRY-AFTER", "X-Two", "absent", "constructor", "__proto__"].map(result.header)).toEqual([
      "120",
      "120",
      "a, b",
      undefined,
      undefined,
      undefined,
    ]);
    expect(result.ms).toBeGreaterThanOrEqual(0);
  });

  it("No given header replaces the host, the length or the encoding, in whichever case it is written", async () => {
    const port = await startHttp((request, response) => response.end(JSON.stringify(request.headers)));
    const given = { host: "a", Host: "b", "Content-Length": "1", "ACCEPT-ENCODING": "gzip", Connection: "keep-alive" };
    const result = await send(`http://127.0.0.1:${port}`, {}, given);
    expect(JSON.parse(result.kind === "answer" ? result.text : result.reason)).toEqual({
      host: `127.0.0.1:${port}`,
      connection: "close",
      "accept-encoding": "identity",
      "content-length": "2",
    });
  });

  it("A header that would end its line is refused before anything is sent", async () => {
    let connections = 0;
    const port = await startTcp(() => connections++);
    const url = `http://127.0.0.1:${port}`;
    for (const value of ["a\r\nx-evil: 1", "a\nb", "a\rb", "a\u0000b", "a\u0100"])
      expect(await send(url, {}, { "webhook-id": value })).toEqual(failure("The value of a header is not valid"));
    for (const name of ["x\r\nx-evil", "x: y", "x y", ""])
      expect(await send(url, {}, { [name]: "a" })).toEqual(failure("The name of a header is not valid"));
    expect(connections).toBe(0);
  });

  it("Each request has a connection of its own, which is closed with it", async () => {
    const closed: Promise<unknown>[] = [];
    const server = createHttpServer((_, response) => response.setHeader("connection", "keep-alive").end("ok"));
    server.on("connection", (socket) => closed.push(once(socket, "close")));
    const port = await started(server);
    const guarded = createGuardedClient({ allowLoopback: true });
    for (const _ of [1, 2])
      expect(await guarded({ url: `http://localhost:${port}`, headers: {}, body: "" })).toEqual(answer(200, "ok"));
    await Promise.all(closed);
    expect(closed).toHaveLength(2);
  });
});

describe("TLS", () => {
  it("The server name and the Host header are those of the URL, the address is one that was checked", async () => {
    const names: unknown[] = [];
    const port = await startHttps((request, response) => {
      names.push((request.socket as Socket & { servername: string }).servername, request.headers.host);
      response.end("ok");
    });
    const client = deployed([[PUBLIC, "2606:4700::1111"]], port);
    expect(await client.send(`https://${NAME}:${port}/hook`)).toEqual(answer(200, "ok"));
    expect(names).toEqual([NAME, `${NAME}:${port}`]);
    expect(client.targets).toEqual([{ host: NAME, port, addresses: [PUBLIC, "2606:4700::1111"] }]);
  });

  it("A name with the dot of the root is resolved and sent as the server name without it", async () => {
    const port = await startHttps((request, response) =>
      response.end((request.socket as Socket & { servername: string }).servername),
    );
    const client = deployed([[PUBLIC]], port);
    expect(await client.send(`https://${NAME}.:${port}`)).toEqual(answer(200, NAME));
    expect(client.asked).toEqual([NAME]);
  });

  it("The port is 443 unless the URL has another", async () => {
    const client = deployed([[PUBLIC]], await startHttps((_, response) => response.end("ok")));
    expect(await client.send(`https://${NAME}`)).toEqual(answer(200, "ok"));
    expect(client.targets).toEqual([expect.objectContaining({ port: 443 })]);
  });

  it("The certificate of a literal address must be for that address", async () => {
    const port = await startHttps((_, response) => response.end("ok"));
    expect(await send(`https://127.0.0.1:${port}`, { ca: CERTIFICATE })).toEqual(answer(200, "ok"));
    const client = deployed([], port);
    expect(await client.send(`https://${PUBLIC}:${port}`)).toEqual(failure("TLS: the certificate is for another name"));
  });

  it("A certificate that is not trusted or for another name fails, whatever the environment says", async () => {
    let requests = 0;
    const port = await startHttps((_, response) => {
      requests++;
      response.end();
    });
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const resolve = async () => ["127.0.0.1"];
    expect(await send(`https://${NAME}:${port}`, { resolve })).toEqual(failure("TLS: the certificate is self-signed"));
    expect(await send(`https://other.example.com:${port}`, { resolve, ca: CERTIFICATE })).toEqual(
      failure("TLS: the certificate is for another name"),
    );
    expect(requests).toBe(0);
  });

  it("A server that does not speak TLS, or hangs up, is a failed handshake", async () => {
    const plain = await startHttp((_, response) => response.end());
    expect(await send(`https://127.0.0.1:${plain}`)).toEqual(failure("TLS: the handshake failed"));
    const closing = await startTcp((socket) => socket.end());
    expect(await send(`https://127.0.0.1:${closing}`)).toEqual(failure("TLS: the handshake failed"));
  });
});

describe("Addresses", () => {
  it.each([
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "0.0.0.0",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.215.14",
    "64:ff9b::a9fe:a9fe",
    "fd00:ec2::254",
    "fe80::1%eth0",
    "2002:7f00:1::",
    "not an address",
  ])("A name that resolves to %s is refused, alone and among public addresses", async (bad) => {
    for (const addresses of [
      [bad],
      [bad, PUBLIC],
      [PUBLIC, bad],
      ["2606:4700::1111", PUBLIC, "1.1.1.1", "8.8.8.8", bad],
    ]) {
      const client = deployed([addresses]);
      expect(await client.send(`https://${NAME}`)).toEqual(
        failure(`The address ${bad} is not public`, { refused: true }),
      );
      expect(client.targets).toEqual([]);
    }
  });

  it("A name is resolved once for each attempt, and every attempt checks anew", async () => {
    const port = await startHttps((_, response) => response.end("ok"));
    const client = deployed([[PUBLIC], ["127.0.0.1"], [PUBLIC]], port);
    expect(await client.send(`https://${NAME}`)).toEqual(answer(200, "ok"));
    expect(client.asked).toHaveLength(1);
    expect(await client.send(`https://${NAME}`)).toEqual(
      failure("The address 127.0.0.1 is not public", { refused: true }),
    );
    expect(client.asked).toHaveLength(2);
    expect(client.targets).toEqual([{ host: NAME, port: 443, addresses: [PUBLIC] }]);
  });

  it.each([
    ["https://10.0.0.1", "The URL must be a public address, which 10.0.0.1 is not"],
    ["https://0x7f.1", "The URL must be a public address, which 127.0.0.1 is not"],
    ["https://[::ffff:127.0.0.1]", "The URL must be a public address, which ::ffff:7f00:1 is not"],
    ["https://localhost:8443", "The URL must name a host on the internet in full, such as hooks.example.com"],
    ["http://example.com:8080", "The URL must begin with https://"],
    ["https://example.com:22", "The URL must have port 443 or a port from 1024 to 65535"],
    ["gopher://example.com", "The URL must be an https URL such as https://example.com/webhooks"],
  ])("The URL %s is refused without a look-up", async (url, reason) => {
    const client = deployed([[PUBLIC]]);
    expect(await client.send(url)).toEqual(failure(reason, { refused: true }));
    expect([client.asked, client.targets]).toEqual([[], []]);
  });

  it("A public literal address is connected to without a look-up", async () => {
    const client = deployed([], await startTcp((socket) => socket.end()));
    await client.send("https://[2606:4700::1111]:8443");
    expect(client.targets).toEqual([{ host: "2606:4700::1111", port: 8443, addresses: ["2606:4700::1111"] }]);
    expect(client.asked).toEqual([]);
  });

  it("At most four addresses of a name are tried, though all are checked", async () => {
    const many = Array.from({ length: 300 }, (_, i) => `93.184.215.${i % 250}`);
    const client = deployed([many, [...many, "10.0.0.1"]], await startTcp((socket) => socket.end()));
    await client.send(`https://${NAME}`);
    expect(client.targets.map(({ addresses }) => addresses)).toEqual([many.slice(0, 4)]);
    expect(await client.send(`https://${NAME}`)).toMatchObject({ reason: "The address 10.0.0.1 is not public" });
  });

  it("The connection goes to the addresses that were found, without a second look-up, and to the next if one fails", async () => {
    const port = await startHttps((request, response) => response.end(request.headers.host));
    const asked: string[] = [];
    const resolve = async (name: string) => {
      asked.push(name);
      return ["::1", "127.0.0.1"];
    };
    // No server of DNS knows an address of this name where anything listens on this port.
    const url = `https://${NAME}:${port}`;
    expect(await send(url, { ca: CERTIFICATE, resolve })).toEqual(answer(200, `${NAME}:${port}`));
    expect(asked).toEqual([NAME]);
  });

  it("localhost is this machine, and no resolver is asked", async () => {
    const port = await startHttp((request, response) => response.end(request.headers.host));
    for (const host of ["localhost", "app.localhost"])
      expect(await send(`http://${host}:${port}`)).toEqual(answer(200, `${host}:${port}`));
  });

  it("A name without an address could not be resolved", async () => {
    const url = `https://${NAME}`;
    expect(await deployed([[]]).send(url)).toEqual(failure("The name could not be resolved"));
    const refusing: Options["resolve"] = () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
    expect(await send(url, { resolve: refusing })).toEqual(failure("The name could not be resolved"));
    const throwing: Options["resolve"] = () => {
      throw new Error("x");
    };
    expect(await send(url, { resolve: throwing })).toEqual(failure("The name could not be resolved"));
  });
});

describe("Answers", () => {
  it.each([301, 302, 303, 307, 308])("A redirect is an answer like any other: %i", async (status) => {
    let requests = 0;
    const target = await startTcp(() => requests++);
    const port = await startHttp((_, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${target}/` }).end("moved"),
    );
    const result = await sendTo(port);
    expect(result).toEqual(answer(status, "moved"));
    expect(result.kind === "answer" && result.header("location")).toBe(`http://127.0.0.1:${target}/`);
    expect(requests).toBe(0);
  });

  it.each([200, 204, 304, 400, 410, 429, 500, 503])("Status %i is an answer", async (status) => {
    const port = await startHttp((_, response) => response.writeHead(status).end());
    expect(await sendTo(port)).toEqual(answer(status, ""));
  });

  it("Of a large answer 4 KiB are kept, and after 1 MiB the connection is ended", async () => {
    const kept = "a".repeat(4096);
    const whole = await startHttp((_, response) => response.end("a".repeat(1_000_000)));
    expect(await sendTo(whole)).toEqual(answer(200, kept));
    const two = await startHttp((_, response) => response.end("a".repeat(2 * 1024 * 1024)));
    expect(await sendTo(two)).toEqual(answer(200, kept));
    let ended: Promise<unknown> | undefined;
    const endless = await startHttp((_, response) => {
      ended = once(response, "close");
      const more = () => {
        while (!response.destroyed && response.write("a".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    expect(await sendTo(endless)).toEqual(answer(200, kept));
    await ended;
  });

  it("Bytes that are not UTF-8 are replaced, and the text stays within 4 KiB", async () => {
    let body: Uint8Array = Buffer.from("");
    const port = await startHttp((_, response) => response.end(body));
    const textOf = async (bytes: Uint8Array) => {
      body = bytes;
      const result = await sendTo(port);
      return result.kind === "answer" ? result.text : result.reason;
    };
    expect(await textOf(Buffer.from("6f6bff80c3", "hex"))).toBe("ok\ufffd\ufffd\ufffd");
    expect(await textOf(Buffer.from("ed a0 80 00 41".replaceAll(" ", ""), "hex"))).toBe("\ufffd\ufffd\ufffd\u0000A");
    expect(await textOf(Buffer.alloc(9_000, 0xff))).toBe("\ufffd".repeat(1365));
    expect(await textOf(Buffer.from(`a${"é".repeat(5_000)}`))).toBe(`a${"é".repeat(2047)}`);
    expect(await textOf(Buffer.from("é".repeat(2_048)))).toBe("é".repeat(2_048));
    expect(await textOf(Buffer.from("😀".repeat(2_000)))).toBe("😀".repeat(1_024));
  });

  it("A compressed answer is not decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const port = await startHttp((_, response) => response.setHeader("content-encoding", "gzip").end(bomb));
    const result = await sendTo(port);
    expect(result.kind === "answer" && result.text.startsWith("\u001f\ufffd\b")).toBe(true);
  });
});

describe("Failures", () => {
  const raw = (bytes: string) =>
    startTcp((socket) => {
      socket.once("data", () => socket.end(bytes));
    });

  it.each([
    ["", "The connection was closed before an answer came"],
    ["HTTP/1.1 200", "The connection was closed before an answer came"],
    ["nonsense\r\n\r\n", "The answer is not valid HTTP"],
    ["HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", "The answer is not valid HTTP"],
    ["HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n", "The answer is not valid HTTP"],
    [`HTTP/1.1 200 OK\r\nx: ${"a".repeat(17_000)}\r\n\r\n`, "The headers of the answer are larger than 16 KiB"],
    ["HTTP/1.1 101 Up\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", "The connection was closed before an answer came"],
    ["HTTP/1.1 103 Early\r\nlink: x\r\n\r\n", "The connection was closed before an answer came"],
    ["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab", "The connection was closed before the answer was complete"],
    [
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
      "The connection was closed before the answer was complete",
    ],
    [
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
      "The connection was closed before the answer was complete",
    ],
  ])("An answer that cannot be read is a failure after the connection: %j", async (bytes, reason) => {
    expect(await sendTo(await raw(bytes))).toEqual(failure(reason, { connected: true }));
  });

  it("A connection that is refused or cannot be started is a failure", async () => {
    const server = createTcpServer();
    const port = await started(server);
    server.close();
    await once(server, "close");
    expect(await sendTo(port)).toEqual(failure("The connection was refused"));
    const resolve = async () => ["127.0.0.1", "127.0.0.2"];
    expect(await send(`https://${NAME}:${port}`, { resolve })).toEqual(failure("The connection was refused"));
    const throwing: Options["connect"] = () => {
      throw new Error("x");
    };
    expect(await sendTo(port, { connect: throwing })).toEqual(failure("The connection could not be made"));
    const unreachable: Options["connect"] = () =>
      new Socket().destroy(Object.assign(new Error("x"), { code: "ENETUNREACH" }));
    expect(await sendTo(port, { connect: unreachable })).toEqual(failure("The address cannot be reached"));
  });

  it("A connection that is reset is a failure", async () => {
    const port = await startTcp((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    const reason = "The connection was closed before an answer came";
    expect(await sendTo(port)).toEqual(failure(reason, { connected: true }));
  });
});

/** Long enough to come to where a test waits, on a busy machine too. */
const timeoutMs = 2_000;
const late = (stage: string, connected: boolean) => failure(`No answer within 2 s: ${stage}`, { connected });

describe.concurrent("The time limit", () => {
  it("It ends a look-up that hangs, and tells the resolver", async ({ expect }) => {
    let told = false;
    const resolve: Options["resolve"] = (_, signal) => {
      signal.addEventListener("abort", () => {
        told = true;
      });
      return new Promise(() => {});
    };
    expect(await send(`https://${NAME}`, { resolve, timeoutMs })).toEqual(late("the name was not resolved", false));
    expect(told).toBe(true);
  });

  it("It ends a connection that is never made", async ({ expect }) => {
    const socket = new Socket();
    expect(await sendTo(1024, { connect: () => socket, timeoutMs })).toEqual(
      late("the connection was not made", false),
    );
    expect(socket.destroyed).toBe(true);
  });

  it("It ends a TLS handshake, and closes its connection", async ({ expect }) => {
    const { port, closed } = await startHanging(() => {});
    expect(await send(`https://127.0.0.1:${port}`, { timeoutMs })).toEqual(
      late("the TLS handshake was not complete", false),
    );
    await closed;
  });

  it.for([
    ["no answer", "", "", "the request was sent"],
    ["endless early answers", "", "HTTP/1.1 103 Early\r\n\r\n", "the request was sent"],
    ["headers that trickle", "HTTP/1.1 200 OK\r\n", "x: y\r\n", "the request was sent"],
    ["headers without a body", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", "", "its body was not complete"],
    ["a body that trickles", "HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n", "a", "its body was not complete"],
    ["a body without a length", "HTTP/1.1 200 OK\r\n\r\n", "a", "its body was not complete"],
    [
      "chunks that trickle",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
      "1\r\na\r\n",
      "its body was not complete",
    ],
  ] as const)("It ends %s, and closes the connection", async ([, first, more, stage], { expect }) => {
    const { port, closed } = await startHanging((socket) => {
      socket.write(first);
      const trickle = setInterval(() => socket.write(more), 20);
      socket.once("close", () => clearInterval(trickle));
    });
    expect(await sendTo(port, { timeoutMs })).toEqual(late(stage, true));
    await closed;
  });
});

/** Starts a server whose first connection is told when it is closed. */
async function startHanging(listener: (socket: Socket) => void) {
  let done = () => {};
  const closed = new Promise<void>((resolve) => {
    done = resolve;
  });
  const port = await startTcp((socket) => {
    socket.once("close", done);
    socket.resume();
    listener(socket);
  });
  return { port, closed };
}

describe("The environment", () => {
  it("Proxies of the environment are not used", async () => {
    const proxied: (string | undefined)[] = [];
    const proxy = createHttpServer((request, response) => {
      proxied.push(request.url);
      response.end("from the proxy");
    });
    proxy.on("connect", (request, socket) => {
      proxied.push(request.url);
      socket.end();
    });
    const proxyUrl = `http://127.0.0.1:${await started(proxy)}`;
    const plain = await startHttp((_, response) => response.end("direct"));
    const secured = await startHttps((_, response) => response.end("direct"));
    const script = `
      import { get } from "node:http";
      import { text } from "node:stream/consumers";
      import { createGuardedClient } from "./packages/events/deliver/guarded-client.ts";
      const send = createGuardedClient({
        allowLoopback: true, resolve: async () => ["127.0.0.1"], ca: ${JSON.stringify(CERTIFICATE)},
      });
      for (const url of ["http://app.localhost:${plain}", "https://${NAME}:${secured}"])
        console.log((await send({ url, headers: {}, body: "" })).text);
      get("http://control.example/", async (response) => console.log(await text(response)));
    `;
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script],
      {
        cwd: ROOT,
        env: {
          NODE_USE_ENV_PROXY: "1",
          ...Object.fromEntries(
            ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"].map((name) => [
              name,
              proxyUrl,
            ]),
          ),
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    // The last request is an ordinary one, which shows that the proxy would have been used.
    expect((await buffer(child.stdout)).toString()).toBe("direct\ndirect\nfrom the proxy\n");
    expect(proxied).toEqual(["http://control.example/"]);
  });
});

describe("The look-up of names", () => {
  /** Starts a DNS server that has one answer for each type of record, and says nothing about other names. */
  async function startDns(records: Record<number, Buffer>): Promise<Resolver> {
    const socket = createSocket("udp4");
    socket.on("message", (query, { port }) => {
      const end = query.indexOf(0, 12) + 5;
      const data = records[query.readUInt16BE(end - 4)];
      if (query.includes("silent")) return;
      const header = Buffer.from([
        ...query.subarray(0, 2),
        0x81,
        data ? 0x80 : 0x83,
        0,
        1,
        0,
        data ? 1 : 0,
        0,
        0,
        0,
        0,
      ]);
      const record = data && [
        Buffer.from([0xc0, 12, ...query.subarray(end - 4, end), 0, 0, 0, 0, 0, data.length]),
        data,
      ];
      socket.send(Buffer.concat([header, query.subarray(12, end), ...(record ?? [])]), port, "127.0.0.1");
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    running.add(() => socket.close());
    const resolver = new Resolver({ timeout: 60_000 });
    resolver.setServers([`127.0.0.1:${socket.address().port}`]);
    return resolver;
  }
  const [A, AAAA] = [1, 28];
  const v4 = Buffer.from([93, 184, 215, 14]);
  const v6 = Buffer.from("26064700000000000000000000001111", "hex");
  const { signal } = new AbortController();

  it("Both families are asked for, IPv4 first, and one of them is enough", async () => {
    expect(await resolveByDns(NAME, signal, await startDns({ [A]: v4, [AAAA]: v6 }))).toEqual([
      PUBLIC,
      "2606:4700::1111",
    ]);
    expect(await resolveByDns(NAME, signal, await startDns({ [A]: v4 }))).toEqual([PUBLIC]);
    expect(await resolveByDns(NAME, signal, await startDns({ [AAAA]: v6 }))).toEqual(["2606:4700::1111"]);
    expect(await resolveByDns(NAME, signal, await startDns({}))).toEqual([]);
  });

  it("A look-up that nobody answers is cancelled with its request", async () => {
    const request = new AbortController();
    const found = resolveByDns("silent.example.com", request.signal, await startDns({}));
    request.abort();
    expect(await found).toEqual([]);
  });
});
