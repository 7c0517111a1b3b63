/** Finds the binary of the embedded engine. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { StartError } from "./start-error.ts";

/**
 * The path of the binary: from the package `@dynoxide/<platform>-<arch>`, or else `dynoxide` on PATH.
 * @throws StartError with a command that starts DynamoDB Local instead
 */
export function findEngine(
  platform: string = process.platform,
  arch: string = process.arch,
  path = process.env.PATH ?? "",
): string {
  const name = `@dynoxide/${platform}-${arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "dynoxide");
  } catch {
    const binary = path
      .split(delimiter)
      .map((directory) => join(directory, "dynoxide"))
      .find((file) => existsSync(file));
    if (binary) return binary;
    throw new StartError(
      `dynoxide is not available for ${platform}-${arch}. Use DynamoDB Local instead: docker run -d -p 8000:8000 amazon/dynamodb-local && DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start`,
    );
  }
}
