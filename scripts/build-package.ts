/** Builds a package of the workspace for the users of other runtimes: JavaScript, types, and a package.json of its own. */
import { execFileSync } from "node:child_process";
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

type Manifest = { exports: Record<string, string> } & Record<string, unknown>;

/**
 * Builds `packages/<name>`, by its tsconfig.json, into a folder that can be packed and published. What is in the folder before
 * is removed.
 * @param page the page of the documentation that becomes the README
 */
export function buildPackage(name: string, folder: string, page: string): void {
  const source = join(root, "packages", name);
  rmSync(folder, { recursive: true, force: true });
  compile(source, folder);
  writeManifest(source, folder);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(join(folder, "README.md"), withoutRelativeLinks(readFileSync(join(root, page), "utf8")));
}

/** Compiles a package to JavaScript and types. */
export function compile(source: string, folder: string): void {
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", source, "--outDir", folder], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  // The compiler rewrites the imports of the JavaScript only.
  for (const file of globSync(join(folder, "**/*.d.ts"))) {
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(/(["']\.\.?\/[^"']*)\.ts(?=["'])/g, "$1.js"));
  }
}

/** Writes the package.json of what was built: that of the source, with exports that lead to JavaScript and types. */
export function writeManifest(source: string, folder: string): void {
  const {
    private: _,
    exports,
    ...manifest
  } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Manifest;
  const built = Object.entries(exports).map(([path, file]) => {
    const base = file.slice(0, -".ts".length);
    return [path, { types: `${base}.d.ts`, default: `${base}.js` }];
  });
  const all = { ...manifest, exports: { ...Object.fromEntries(built), "./package.json": "./package.json" } };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(all, null, 2)}\n`);
}

/** The text without the links that lead into the repository. */
export const withoutRelativeLinks = (markdown: string) =>
  markdown.replaceAll(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, "$1");
