/** `logout`: forgets the API key of this user. */
import { findProject } from "../project/config.ts";
import { addressOf } from "../project/connect.ts";
import { keepKey } from "../project/credentials.ts";
import type { Run } from "./command.ts";

export const logout: Run = async (input, world) => {
  const api = addressOf(world, input.text("api"), await findProject(world));
  const isForgotten = keepKey(world, api, undefined);
  const line = isForgotten ? `The key for ${api} is forgotten.` : `There was no key for ${api}.`;
  return { code: 0, lines: [line], json: { api, forgotten: isForgotten } };
};
