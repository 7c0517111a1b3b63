/** Builds the CLI into a folder that can be packed and published: one program for Node 20, in parts that are loaded on demand. */
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { withoutRelativeLinks } from "./build-package.ts";

const root = join(import.meta.dirname, "..");
const source = join(root, "packages/cli");
const BIN = "skillmeat-deploy";

/** What is in the program: the files of each part, and which parts the entry loads at once. */
export type Parts = { readonly entry: string; readonly outputs: Awaited<ReturnType<typeof bundle>>["outputs"] };

/** @param folder what is in it before is removed */
export async function buildCli(folder: string): Promise<Parts> {
  rmSync(folder, { recursive: true, force: true });
  const { inputs, outputs } = await bundle(folder);
  const entry = join(folder, `${BIN}.js`);
  chmodSync(entry, 0o755);
  writeManifest(folder);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(join(folder, "LICENSES.txt"), licensesOf(Object.keys(inputs)));
  writeFileSync(join(folder, "README.md"), withoutRelativeLinks(readFileSync(join(root, "docs/cli.md"), "utf8")));
  return { entry, outputs };
}

async function bundle(outdir: string) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { [BIN]: join(source, "bin/skillmeat-deploy.ts") },
    chunkNames: "parts/[name]-[hash]",
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minify: true,
    keepNames: true,
    // Some libraries are CommonJS, and ask for modules of Node.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    // Some packages have a form for browsers' loaders as `main`, which cannot be bundled.
    mainFields: ["module", "main"],
    metafile: true,
    logLevel: "error",
  });
  return metafile;
}

function writeManifest(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const { name, version, license, description, type, engines } = manifest;
  const bin = { [BIN]: `./${BIN}.js` };
  writeFileSync(
    join(folder, "package.json"),
    `${JSON.stringify({ name, version, license, description, type, engines, bin }, null, 2)}\n`,
  );
}

/** The licenses of the packages that are in the program. */
function licensesOf(inputs: readonly string[]): string {
  const packages = inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return [...new Set(packages)]
    .sort()
    .map((name) => {
      const folder = join(root, "node_modules", name);
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      if (file === undefined || !existsSync(join(folder, file))) throw new Error(`${name} has no license file`);
      return `${name}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
