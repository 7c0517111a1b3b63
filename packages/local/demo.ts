/**
 * `npm run demo`: tells a story with the CLI. With `--tracker FILE` it shows a typical use of the API instead, on the running
 * local server or on one started for the demo.
 */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Credentials, readCredentials } from "./credentials.ts";
import { bearer, createApiClient, runDemo } from "./demo-run.ts";
import { serve } from "./serve.ts";
import { type Env, settingsOf } from "./settings.ts";
import { type Io, lineOf, StartError } from "./start-error.ts";

/**
 * Runs the command. Errors are written as one line to `io.error`.
 * @returns the exit code
 */
export async function demo(args: string[], env: Env, io: Io): Promise<number> {
  let stopServer = async () => {};
  try {
    const tracker = readTracker(args);
    if (tracker === undefined) return await (await import("./story.ts")).tellStory(io);
    const settings = settingsOf(env);
    const { dataDir } = settings;
    let credentials = await findRunningServer(dataDir);
    if (!credentials) {
      const server = await serve({
        ...settings,
        port: 0,
        host: "127.0.0.1",
        log: () => {},
      });
      stopServer = server.close;
      credentials = readCredentials(dataDir) as Credentials;
    }
    io.out(`Service: ${credentials.base_url}`);
    await runDemo(createApiClient(credentials), tracker, io);
    return 0;
  } catch (error) {
    io.error(lineOf(error));
    return 1;
  } finally {
    await stopServer();
  }
}

/** The text of the tracker file in the arguments, if there is one. @throws StartError with one line about the invalid argument */
function readTracker(args: string[]): string | undefined {
  let file: string | undefined;
  try {
    file = parseArgs({ args, options: { tracker: { type: "string" } } }).values.tracker;
  } catch (error) {
    throw new StartError((error as Error).message);
  }
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new StartError(`The file ${file} does not exist`);
  return readFileSync(file, "utf8");
}

/** The credentials of the server that uses this data directory. Undefined: none is running. */
async function findRunningServer(dataDir: string): Promise<Credentials | undefined> {
  const credentials = readCredentials(dataDir);
  if (!credentials) return undefined;
  const response = await fetch(`${credentials.base_url}/me`, { headers: bearer(credentials) }).catch(() => undefined);
  return response?.ok ? credentials : undefined;
}
