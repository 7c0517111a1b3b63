/**
 * The data keys of a local server, which seal the secrets of webhooks. The first is created at the first start, in
 * `DATA_DIR/data-key.json` (mode 0600).
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import type { DataKeys } from "@skillmeat-deployments/core/values/secret-box.ts";
import * as z from "zod";
import { readJson, writeAtomically } from "./file.ts";
import { StartError } from "./start-error.ts";

const KEY_BYTES = 32;

/** The content of the file. The last key seals; the ones before it only open what they sealed. */
const Stored = z.object({
  keys: z
    .array(z.object({ id: z.string().regex(/^[\w-]+$/), key: z.base64url().length(Math.ceil((KEY_BYTES * 8) / 6)) }))
    .min(1),
});
type Stored = z.infer<typeof Stored>;

/** Opens the data keys of a directory; creates the first one if there is no file. @throws StartError if it is damaged */
export function openDataKeys(dataDir: string): DataKeys {
  const file = join(dataDir, "data-key.json");
  const keys = (existsSync(file) ? read(file) : create(file)).keys.map(({ id, key }) => ({
    id,
    key: Buffer.from(key, "base64url"),
  }));
  const current = keys.at(-1) as (typeof keys)[number];
  return {
    current: async () => current,
    async byId(id) {
      const found = keys.find((key) => key.id === id);
      if (found) return found.key;
      throw new Error(`${file} has no data key ${id}; restore it from a copy, or rotate the secrets it sealed`);
    },
  };
}

function read(file: string): Stored {
  const stored = Stored.safeParse(readJson(file));
  if (stored.success) return stored.data;
  // A new key would open no secret that is stored, so that is the user's choice.
  throw new StartError(
    `${file} is damaged; restore it from a copy, or remove it to get a new data key at the next start: the secrets of all existing webhooks must then be rotated`,
  );
}

function create(file: string): Stored {
  const created = { keys: [{ id: newId(), key: randomBytes(KEY_BYTES).toString("base64url") }] };
  writeAtomically(file, `${JSON.stringify(created, null, 2)}\n`);
  return created;
}
