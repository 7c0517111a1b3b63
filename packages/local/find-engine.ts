/** Finds the binary of the embedded engine, or says how to get one. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import manifest from "./package.json" with { type: "json" };
import { StartError } from "./start-error.ts";

/**
 * The platforms for which dynoxide has a package `@dynoxide/<platform>-<arch>`. Only that of linux-x64 is a dependency,
 * because the others are not in every registry, and `npm ci` fails if one is missing.
 * https://github.com/nubo-db/dynoxide/blob/main/npm/dynoxide/package.json
 */
const BUILDS = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"];
/** The version of each build. */
const VERSION = manifest.optionalDependencies["@dynoxide/linux-x64"].replace("^", "");

/**
 * The path of the binary: from the package of the platform, or else `dynoxide` on PATH.
 * @throws StartError with what to do on this platform
 */
export function findEngine(
  platform: string = process.platform,
  arch: string = process.arch,
  path = process.env.PATH ?? "",
): string {
  const { resolve } = createRequire(import.meta.url);
  try {
    return join(dirname(resolve(`@dynoxide/${platform}-${arch}/package.json`)), "dynoxide");
  } catch {
    const binary = path
      .split(delimiter)
      .map((directory) => join(directory, "dynoxide"))
      .find((file) => existsSync(file));
    if (binary) return binary;
    throw new StartError(howToGetOne(platform, `${platform}-${arch}`));
  }
}

function howToGetOne(platform: string, name: string): string {
  if (platform === "win32")
    return "Windows is not supported; run this in the Windows Subsystem for Linux: https://learn.microsoft.com/windows/wsl/install";
  if (BUILDS.includes(name))
    return `The engine is not installed for ${name}; install it with: npm install --no-save @dynoxide/${name}@${VERSION}`;
  return `dynoxide has no build for ${name}; start DynamoDB Local (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html) and run: DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start`;
}
