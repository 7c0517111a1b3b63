/** `createClient`: an object with a method for each operation of the API. */

import { call } from "./call.ts";
import { OPERATIONS, type Operations } from "./generated/operations.ts";
import { type ClientOptions, settingsOf } from "./options.ts";
import type { AnyArgs } from "./request.ts";

/** The client: a method for each operation of the API, under its `operationId`. */
export type Client = Operations;

/**
 * Creates a client. It opens no connection and holds no state.
 * @throws TypeError if the base URL is not one
 */
export function createClient(options: ClientOptions): Client {
  const settings = settingsOf(options);
  const methods = Object.entries(OPERATIONS).map(([id, route]) => [
    id,
    (args: AnyArgs = {}) => call(route, args, settings),
  ]);
  // The types of the methods are generated from the same document as the table.
  return Object.fromEntries(methods) as Client;
}
