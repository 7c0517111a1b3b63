/** Functions bundled as SST bundles them (its pkg/runtime/node/build.go), with the settings of infra/bundle.ts. */
import { copyFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { assets, nodejs } from "../../infra/bundle.ts";

export const ROOT = join(import.meta.dirname, "../..");

export const FUNCTIONS = {
  api: { entry: "packages/api/lambda/api.ts", files: assets },
  record: { entry: "packages/events/lambda/record.ts", files: [] },
  publish: { entry: "packages/events/lambda/publish.ts", files: [] },
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

/** So that CommonJS in a bundle finds what it takes for granted. */
const BANNER = [
  "import { createRequire as topLevelCreateRequire } from 'module';",
  "const require = topLevelCreateRequire(import.meta.url);",
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
  "const __filename = topLevelFileUrlToPath(import.meta.url)",
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
].join("\n");

export type Bundle = {
  /** The module that Lambda imports. */
  main: string;
  /** Bytes of all its code. */
  bytes: number;
  /** Bytes of what is read before the first request. */
  startBytes: number;
  /** The sources of which something is in it. */
  inputs: string[];
};

/** A function with the files that lie beside its code. */
export async function bundle(name: FunctionName, outdir: string): Promise<Bundle> {
  const { entry, files } = FUNCTIONS[name];
  const built = await bundleEntry(entry, outdir);
  for (const { from, to } of files) copyFileSync(join(ROOT, from), join(outdir, to));
  return built;
}

export async function bundleEntry(entry: string, outdir: string): Promise<Bundle> {
  const { external, ...options } = nodejs.esbuild;
  const { metafile } = await build({
    ...options,
    absWorkingDir: ROOT,
    entryPoints: [entry],
    platform: "node",
    format: "esm",
    target: "es2024",
    mainFields: ["module", "main"],
    bundle: true,
    metafile: true,
    minify: nodejs.minify,
    splitting: nodejs.splitting,
    external: ["sharp", "pg-native", ...external],
    outdir,
    entryNames: "bundle",
    outExtension: { ".js": ".mjs" },
    banner: { js: BANNER },
    logLevel: "error",
  });
  const code = readdirSync(outdir).filter((file) => file.endsWith(".mjs"));
  const size = (file: string) => statSync(join(outdir, file)).size;
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, o]) => [path.split("/").at(-1) as string, o]));
  const first = new Set<string>();
  const follow = (file: string) => {
    if (first.has(file) || !outputs.has(file)) return;
    first.add(file);
    for (const { path, kind } of outputs.get(file)?.imports ?? []) {
      if (kind === "import-statement") follow(path.split("/").at(-1) as string);
    }
  };
  follow("bundle.mjs");
  return {
    main: join(outdir, "bundle.mjs"),
    bytes: code.reduce((sum, file) => sum + size(file), 0),
    startBytes: [...first].reduce((sum, file) => sum + size(file), 0),
    inputs: [...outputs.values()].flatMap((o) =>
      Object.entries(o.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  };
}
