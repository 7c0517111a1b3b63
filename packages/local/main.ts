/** `npm start`: reads the settings from the environment, starts the server, and prints its URL. */
import { credentialsFile } from "./credentials.ts";
import { DEFAULT_PORT, type Running, serve } from "./serve.ts";
import { StartError } from "./start-error.ts";

/** The output of a command, line by line. */
export type Io = { out: (line: string) => void; error: (line: string) => void };

/** Starts the server. @returns undefined if the start failed; the reason is written as one line to `io.error` */
export async function main(env: Readonly<Record<string, string | undefined>>, io: Io): Promise<Running | undefined> {
  const port = Number(env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    io.error(`PORT must be a port number, not '${env.PORT}'`);
    return undefined;
  }
  try {
    const running = await serve({
      dataDir: env.DATA_DIR ?? ".data",
      port,
      host: env.HOST ?? "127.0.0.1",
      endpoint: env.DYNAMODB_ENDPOINT,
      log: (line) => io.out(JSON.stringify({ time: new Date().toISOString(), ...line })),
      env,
    });
    const key = `$(node -p 'require("${credentialsFile(running.dataDir)}").api_key')`;
    io.out(`SkillMeat Deployments serves ${running.url}`);
    io.out(`Docs: ${running.url}/docs`);
    io.out(`Try:  curl -H "Authorization: Bearer ${key}" ${running.url}/me`);
    return running;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    io.error(error.message);
    return undefined;
  }
}
