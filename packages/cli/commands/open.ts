/** `open`: opens the reference of the API in the browser. */
import { findProject } from "../project/config.ts";
import { addressOf } from "../project/connect.ts";
import type { Run } from "./command.ts";

export const open: Run = async (input, world) => {
  const url = `${addressOf(world, input.text("api"), await findProject(world))}/docs`;
  // The address is printed first: where there is no browser, it is what the user needs.
  const isOpened =
    world.terminal.hasOutput &&
    (await world.openPage(url).then(
      () => true,
      () => false,
    ));
  return { code: 0, lines: [url], json: { url, opened: isOpened } };
};
