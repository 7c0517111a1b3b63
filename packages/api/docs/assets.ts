/** Serves files that are stored next to the bundle, not in it: the OpenAPI and AsyncAPI documents, and Swagger UI. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Returns the content of a file. */
export type Assets = (name: AssetName) => Promise<Uint8Array<ArrayBuffer>>;

/** The files and their Content-Types. */
export const ASSETS = {
  "openapi.json": "application/json",
  "asyncapi.json": "application/json",
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
} as const;
export type AssetName = keyof typeof ASSETS;

/**
 * Creates assets that are read on first use and then kept in memory.
 * @param directories the directories of the two documents and of the Swagger UI files
 */
export function createAssets(directories: { openapi: string; docs: string }): Assets {
  const contents = new Map<AssetName, Promise<Uint8Array<ArrayBuffer>>>();
  return (name) => {
    const directory = name.endsWith("api.json") ? directories.openapi : directories.docs;
    const content = contents.get(name) ?? readFile(join(directory, name)).then((buffer) => new Uint8Array(buffer));
    contents.set(name, content);
    return content;
  };
}

/** The assets of the source tree, for local runs and tests. */
export function sourceAssets(): Assets {
  const openapi = dirname(import.meta.dirname);
  const docs = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  return createAssets({ openapi, docs });
}
