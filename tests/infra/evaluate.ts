/**
 * Evaluates sst.config.ts as SST does, with SST's real components under Pulumi's mocks: every resource that a
 * deployment would create, with its inputs and options. Nothing outside this machine is called.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { listen } from "@skillmeat-deployments/testing/server.ts";
import { build, type Plugin } from "esbuild";

export const ROOT = join(import.meta.dirname, "../..");
const PLATFORM = join(ROOT, ".sst/platform");

/**
 * The inputs that a provider's schema has. Declared are those that the tests read, each on resources whose type has it.
 */
interface Inputs {
  readonly [name: string]: unknown;
  readonly name?: string;
  readonly accessLogSettings: { format: string };
  readonly assumeRolePolicy: { Statement: object[] };
  readonly environment: { variables: Record<string, string> };
  readonly filterCriteria: { filters: { pattern: string }[] };
  readonly inlinePolicies: { policy: string }[];
  readonly metricName: string;
  readonly namespace: string;
  readonly policy: string;
  readonly properties: object;
}

/** A resource as Pulumi registers it. */
export type Resource = {
  type: string;
  name: string;
  inputs: Inputs;
  /** Whether the resource outlives its removal from the stack. */
  retained: boolean;
};

/** A function as SST would build it. */
type Build = { functionID: string; handler: string; links: Record<string, unknown>; properties: unknown };

export type Evaluated = {
  app: { name: string; removal: string; protect: boolean };
  resources: Resource[];
  builds: Build[];
  outputs: Record<string, unknown>;
};

/** A change to the sources of one evaluation: in `file`, `from` is replaced by `to`. */
export type Mutation = { file: string; from: string; to: string };

/** The value that `sst secret set` would have stored. */
export const OPERATOR_KEY = "smo_live_as-the-operator-set-it";

// biome-ignore lint/suspicious/noExplicitAny: SST's and Pulumi's modules, bundled, have no types here
type Platform = any;
let loaded: Promise<Platform> | undefined;

/** SST's components, bundled as SST bundles them; Pulumi and its providers stay modules of their own. */
async function load(): Promise<Platform> {
  const outfile = join(PLATFORM, "check-infra.cjs");
  const contents = [
    'export * as sst from "./src/components/index";',
    'export { run } from "./src/auto/run";',
    'export * as shim from "./src/shim/run";',
    'export * as aws from "@pulumi/aws";',
    'export { runtime } from "@pulumi/pulumi";',
  ].join("\n");
  await build({
    stdin: { contents, resolveDir: PLATFORM, loader: "ts" },
    absWorkingDir: PLATFORM,
    bundle: true,
    platform: "node",
    format: "cjs",
    packages: "external",
    outfile,
    logLevel: "error",
  });
  const platform = createRequire(import.meta.url)(outfile);
  const { Dynamo, Bus, Bucket, Queue } = platform.sst.aws;
  const components = [Dynamo, Bus, Bucket, Queue];
  const links = components.map(({ prototype }) => ({ prototype, getSSTLink: prototype.getSSTLink }));
  return { ...platform, links };
}

type Registered = { type: string; name: string; opts: { retainOnDelete?: boolean } };

export async function evaluate(
  stage: string,
  mutations: readonly Mutation[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Evaluated> {
  const work = mkdtempSync(join(tmpdir(), "infra-"));
  const builds: Build[] = [];
  const server = rpc(work, builds);
  Object.assign(process.env, { SST_SERVER: await listen(server), SST_SECRET_OperatorKey: OPERATOR_KEY }, env);
  // As on a stage where nobody has set the secret.
  if (process.env.SST_SECRET_OperatorKey === "") delete process.env.SST_SECRET_OperatorKey;
  try {
    const config = await bundleConfig(work, mutations);
    const paths = { root: ROOT, work, platform: PLATFORM, home: work };
    const global = globalThis as Record<string, unknown>;
    global.$cli = { command: "deploy", paths, state: { version: {} } };
    global.$dev = false;
    global.$config = (config: unknown) => config;
    const { default: input } = createRequire(import.meta.url)(config);
    const app = await input.app({ stage });
    // Components read these globals when they are loaded.
    global.$app = { ...app, stage, providers: { aws: {} } };
    loaded ??= load();
    const { sst, aws, shim, run, runtime, links } = await loaded;
    // Removes what an earlier evaluation changed about links.
    for (const { prototype, getSSTLink } of links) prototype.getSSTLink = getSSTLink;
    Object.assign(globalThis, shim, { sst, aws });
    const resources: Resource[] = [];
    const retained = new Set<string>();
    runtime.setMocks(mocks(resources), app.name, stage);
    const outputs = await runtime.runInPulumiStack(() =>
      run(() => {
        // Mocks do not see options, so they are read here, after SST's own transformations.
        runtime.registerStackTransformation(({ type, name, opts }: Registered) => {
          if (opts.retainOnDelete) retained.add(`${type} ${name}`);
        });
        return input.run();
      }),
    );
    await quiet(runtime, resources);
    for (const resource of resources) resource.retained = retained.has(`${resource.type} ${resource.name}`);
    return { app, resources, builds, outputs };
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    server.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Bundles sst.config.ts and infra/ into one module, with the mutations applied. @throws when a mutation finds nothing
 * to replace
 */
async function bundleConfig(work: string, mutations: readonly Mutation[]): Promise<string> {
  const plugin: Plugin = {
    name: "mutations",
    setup(api) {
      api.onLoad({ filter: /(infra\/.*|sst\.config)\.ts$/ }, ({ path }) => {
        let contents = readFileSync(path, "utf8");
        for (const { file, from, to } of mutations) {
          if (!path.endsWith(file)) continue;
          if (!contents.includes(from)) throw new Error(`${file} does not hold: ${from}`);
          contents = contents.replace(from, to);
        }
        return { contents, loader: "ts" };
      });
    },
  };
  const outfile = join(work, "config.cjs");
  await build({
    entryPoints: [join(ROOT, "sst.config.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    plugins: [plugin],
    logLevel: "silent",
  });
  return outfile;
}

/** Answers the components in the name of SST's own process. */
function rpc(work: string, builds: Build[]): Server {
  const out = join(work, "out");
  mkdirSync(out);
  writeFileSync(join(out, "bundle.mjs"), "");
  return createServer(async (request, response) => {
    const body = await text(request);
    const { method, params, id } = JSON.parse(body);
    let result: unknown = {};
    if (method === "Provider.Aws.Bootstrap") result = { asset: "assets", state: "state" };
    if (method === "Runtime.Build") {
      builds.push(params[0]);
      result = { out, handler: "bundle.handler", sourcemaps: [], errors: [] };
    }
    response.end(JSON.stringify({ id, result }));
  });
}

/** AWS as far as the components ask: names and ARNs made of logical names, and policies as the statements they hold. */
const mocks = (resources: Resource[]) => ({
  newResource({ type, name, inputs }: { type: string; name: string; inputs: Inputs }) {
    resources.push({ type, name, inputs, retained: false });
    const arn = `arn:aws:mock:::${name}`;
    const state = {
      arn,
      name,
      bucket: name,
      bucketRegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
      streamArn: `${arn}/stream/1`,
      uuid: `uuid-${name}`,
      url: `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`,
      apiEndpoint: `https://${name}.test`,
      executionArn: `${arn}/execution`,
      base64: Buffer.alloc(32).toString("base64"),
      ...inputs,
    };
    return { id: `${name}-id`, state };
  },
  call({ token, inputs }: { token: string; inputs: Record<string, unknown> }) {
    if (token.endsWith("getPolicyDocument")) return { ...inputs, json: JSON.stringify(inputs) };
    if (token.endsWith("getRegion")) return { region: "us-east-1", name: "us-east-1", id: "us-east-1" };
    if (token.endsWith("getPartition")) return { partition: "aws" };
    if (token.endsWith("getCallerIdentity")) return { accountId: "123456789012" };
    return inputs;
  },
});

/** Waits until no more resources are registered: components create some of them after an RPC answer. */
async function quiet(runtime: Platform, resources: readonly Resource[]): Promise<void> {
  for (let before = -1; before !== resources.length; ) {
    before = resources.length;
    await runtime.waitForRPCs();
    await new Promise((done) => setTimeout(done, 50));
  }
}
