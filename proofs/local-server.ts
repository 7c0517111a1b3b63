/** The real server in a process of its own, so that it can be killed at any moment. */
import { type ChildProcess, spawn } from "node:child_process";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";

/** Starts the server on any free port. @throws if it ends before it serves */
export async function startServer(dataDir: string, env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "packages/local/bin/start.ts"], {
    env: { ...process.env, ...env, DATA_DIR: dataDir, PORT: "0" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise<void>((done, fail) => {
    child.stdout?.on("data", (chunk) => String(chunk).includes("serves http") && done());
    child.once("exit", () => fail(new Error("the server ended before it served")));
  });
  return child;
}

/** Ends a server by a signal. @returns its exit code, null after SIGKILL */
export async function endServer(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
  const exit = new Promise<number | null>((done) => child.once("exit", done));
  child.kill(signal);
  return exit;
}

type Called = { status: number; json: Record<string, unknown>; link: string | null };
/** Sends a request. @throws if no server answers */
export type Call = (method: string, path: string, body?: object) => Promise<Called>;

/** Sends requests to the server that runs on a data directory. */
export const callerOf =
  (dataDir: string): Call =>
  async (method, path, body) => {
    const { base_url, api_key } = readCredentials(dataDir) as { base_url: string; api_key: string };
    const headers = { authorization: `Bearer ${api_key}`, "content-type": "application/json" };
    const response = await fetch(base_url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const json = (await response.json()) as Record<string, unknown>;
    return { status: response.status, json, link: response.headers.get("link") };
  };

/** Reads a list page by page. */
export async function walk(call: Call, from: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (let next: string | undefined = from; next; ) {
    const page: Called = await call("GET", next);
    if (page.status !== 200) throw new Error(`GET ${next}: ${page.status} ${JSON.stringify(page.json)}`);
    const more = page.json as unknown as Record<string, unknown>[];
    items.push(...more);
    next = more.length === 0 ? undefined : /<(.*)>/.exec(page.link ?? "")?.[1];
  }
  return items;
}
