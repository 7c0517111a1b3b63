/** `npm start`: reads the settings from the environment, starts the server, and prints its URL. */
import { credentialsFile } from "./credentials.ts";
import { type Running, serve } from "./serve.ts";
import { type Env, settingsOf } from "./settings.ts";
import { type Io, lineOf } from "./start-error.ts";

/** Starts the server. @returns undefined if the start failed; the reason is written as one line to `io.error` */
export async function main(env: Env, io: Io): Promise<Running | undefined> {
  try {
    const running = await serve({
      ...settingsOf(env),
      log: (line) => io.out(JSON.stringify({ time: new Date().toISOString(), ...line })),
      env,
    });
    const key = `$(node -p 'require("${credentialsFile(running.dataDir)}").api_key')`;
    io.out(`SkillMeat Deployments serves ${running.url}`);
    io.out(`Docs: ${running.url}/docs`);
    io.out(`Try:  curl -H "Authorization: Bearer ${key}" ${running.url}/me`);
    return running;
  } catch (error) {
    io.error(lineOf(error));
    return undefined;
  }
}
