/** The files that lie beside the bundle, not in it: the OpenAPI document and the reference page. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export type Assets = (name: AssetName) => Promise<Uint8Array<ArrayBuffer>>;

export const ASSETS = {
  "openapi.json": "application/json",
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
} as const;
export type AssetName = keyof typeof ASSETS;

/** Reads each file once, when it is first asked for. `directories`: where openapi.json lies, and where the page's files do. */
export function createAssets(directories: { openapi: string; docs: string }): Assets {
  const read = new Map<AssetName, Promise<Uint8Array<ArrayBuffer>>>();
  return (name) => {
    const directory = name === "openapi.json" ? directories.openapi : directories.docs;
    const content = read.get(name) ?? readFile(join(directory, name)).then((buffer) => new Uint8Array(buffer));
    read.set(name, content);
    return content;
  };
}

/** From the tree, as it is developed and run locally. */
export function sourceAssets(): Assets {
  const here = dirname(import.meta.dirname);
  const docs = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  return createAssets({ openapi: here, docs });
}
