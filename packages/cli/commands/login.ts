/** `login`: keeps an API key for this user, after the service has accepted it. */
import { CommandError } from "../fail.ts";
import { findProject } from "../project/config.ts";
import { addressOf, connect } from "../project/connect.ts";
import { keepKey } from "../project/credentials.ts";
import type { World } from "../world.ts";
import type { Input, Run } from "./command.ts";

export const login: Run = async (input, world) => {
  const api = addressOf(world, input.text("api"), await findProject(world));
  const key = await readKey(input, world, api);
  const { data: me } = await (await connect(world, api, key)).readMe();
  keepKey(world, api, key);
  const json = { api, tenant_id: me.tenant_id, key_id: me.key_id, scopes: me.scopes };
  return { code: 0, lines: [`Logged in to ${api} as tenant ${me.tenant_id}.`], json };
};

async function readKey(input: Input, { terminal }: World, api: string): Promise<string> {
  if (!input.flag("key-stdin") && !terminal.canAsk)
    throw new CommandError(
      "usage",
      "There is no terminal to ask for the key. Give it with --key-stdin, or set SKILLMEAT_API_KEY.",
    );
  const text = input.flag("key-stdin")
    ? await terminal.readInput()
    : ((await terminal.ask(`API key for ${api}: `, { secret: true })) ?? "");
  const key = text.trim();
  if (!/^[\x21-\x7e]{1,4096}$/.test(key)) throw new CommandError("usage", "That is no API key.");
  return key;
}
