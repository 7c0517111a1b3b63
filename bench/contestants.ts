/** The HTTP servers that are compared, each with the same project of profiles. */
import { mkdirSync } from "node:fs";
import { TABLE as LOCAL_TABLE } from "@skillmeat-deployments/local/provision.ts";
import type { Bench } from "./bench.ts";
import { scan, writeRows } from "./fill.ts";
import { POST_PROJECT } from "./requests.ts";
import { type Server, send, startExpress, startOurs } from "./server.ts";
import { createStreamlessTable, lambdaEnv, openEngine, PAGE, PROJECT, TABLE } from "./stage.ts";
import { startUpstream } from "./upstream.ts";

/** A running server. `profiles` and `created` are the paths of the profiles to read, and to create. */
export type Contestant = {
  url: string;
  headers: Record<string, string>;
  profiles: string;
  created: string;
  /** The fields of a new profile beside its id. */
  fields: object;
  update: "PATCH" | "PUT";
  usage?: Server["usage"];
  close(): Promise<void>;
};

const own = { profiles: `/projects/${PROJECT}/profiles`, created: `/projects/${POST_PROJECT}/profiles` };
const fields = { platform: "claude_code" };
const json = { "content-type": "application/json" };
const headersOf = (key: string) => ({ ...json, authorization: `Bearer ${key}` });

/** Starts the service as `npm start` does. The first start on a directory also creates the profiles. */
export async function startService(dataDir: string, isNew: boolean): Promise<Contestant & { key: string }> {
  const server = await startOurs(dataDir);
  const { url, key } = server;
  if (isNew) {
    for (const project_id of [PROJECT, POST_PROJECT]) await send(url, key, "POST", "/projects", { project_id });
    for (let i = 0; i < PAGE; i++) await send(url, key, "POST", own.profiles, { profile_id: `c${i}`, ...fields });
  }
  return { ...own, ...server, headers: headersOf(key), fields, update: "PATCH" };
}

/** Copies the rows of a server's directory to a table without a stream, on an engine with a directory of its own. */
export async function copyRows(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  const [source, target] = [await openEngine(from), await openEngine(to)];
  await createStreamlessTable(target.client, TABLE);
  await writeRows(target.client, TABLE, (await scan(source.client, LOCAL_TABLE)).values());
  await source.close();
  await target.close();
}

/** Starts the Express stack on a copy of the service's rows. @param key an API key among the rows */
export async function startExpressStack(dataDir: string, key: string): Promise<Contestant> {
  const engine = await openEngine(dataDir);
  const server = await startExpress(lambdaEnv(engine.endpoint, TABLE));
  const close = async () => {
    await server.close();
    await engine.close();
  };
  return { ...own, ...server, headers: headersOf(key), fields, update: "PATCH", close };
}

/** Starts SkillMeat's API from a checkout, and creates the profiles. */
export async function startFastApi(bench: Bench, checkout: string, isNew: boolean): Promise<Contestant> {
  const { url, project, close } = await startUpstream(checkout, bench.directory);
  const profiles = `/projects/${project}/profiles`;
  const created = `/projects/${Buffer.from("/tmp/new").toString("base64")}/profiles`;
  const body = { platform: "claude_code", root_dir: ".claude" };
  for (let i = 0; isNew && i < PAGE; i++) {
    const response = await fetch(url + profiles, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ profile_id: `c${i}`, ...body }),
    });
    if (!response.ok) throw new Error(`SkillMeat's API answered ${response.status}: ${await response.text()}`);
  }
  return { url, headers: json, profiles, created, fields: body, update: "PUT", close };
}
