/**
 * Bundles the functions as SST does, with the settings of infra/bundle.ts.
 * https://github.com/sst/sst/blob/dev/pkg/runtime/node/build.go
 */
import { copyFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { assets, nodejs } from "../../../infra/bundle.ts";

/** The root directory of the repository. */
export const ROOT = join(import.meta.dirname, "../../..");

/** The functions, with the files that are copied next to each bundle. */
export const FUNCTIONS = {
  api: { entry: "packages/api/lambda/api.ts", files: assets },
  record: { entry: "packages/events/lambda/record.ts", files: [] },
  publish: { entry: "packages/events/lambda/publish.ts", files: [] },
  deliver: { entry: "packages/events/lambda/deliver.ts", files: [] },
  sweep: { entry: "packages/events/lambda/sweep.ts", files: [] },
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

/** Defines `require` and other names that CommonJS modules in the bundle use. */
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
  /** Size of all code, in bytes. */
  bytes: number;
  /** Size of the code that is loaded before the first request, in bytes. */
  startBytes: number;
  /** The source files that contribute code to the bundle. */
  inputs: string[];
  /** The files of the bundle that are loaded before the first request. */
  startFiles: string[];
  /** The source files that contribute code to one file of the bundle. */
  inputsOf(file: string): string[];
};

/** Bundles a function, and copies its files next to the code. */
export async function bundle(name: FunctionName, outdir: string): Promise<Bundle> {
  const { entry, files } = FUNCTIONS[name];
  const result = await bundleEntry(entry, outdir);
  for (const { from, to } of files) copyFileSync(join(ROOT, from), join(outdir, to));
  return result;
}

/** Bundles one entry point into a directory. */
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
  const loadedAtStart = new Set<string>();
  const addWithImports = (file: string) => {
    if (loadedAtStart.has(file) || !outputs.has(file)) return;
    loadedAtStart.add(file);
    for (const { path, kind } of outputs.get(file)?.imports ?? []) {
      if (kind === "import-statement") addWithImports(path.split("/").at(-1) as string);
    }
  };
  addWithImports("bundle.mjs");
  const inputsOf = (file: string) =>
    Object.entries(outputs.get(file)?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [input] : [],
    );
  return {
    main: join(outdir, "bundle.mjs"),
    bytes: code.reduce((sum, file) => sum + size(file), 0),
    startBytes: [...loadedAtStart].reduce((sum, file) => sum + size(file), 0),
    inputs: [...outputs.keys()].flatMap(inputsOf),
    startFiles: [...loadedAtStart],
    inputsOf,
  };
}
