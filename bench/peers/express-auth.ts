/** The authentication of the Express stack: an API key, found by its id and compared by its hash, cached for 25 s. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { NextFunction, Request, Response } from "express";
import { ApiKeys } from "./express-storage.ts";

type Caller = { tenant: string; actor: string; scopes: string[]; hash: string; expires: number; until: number };

const CACHE_MS = 25_000;
const TOKEN = /^Bearer smk_(?:live|test)_([0-9A-Z]{26})_([0-9A-Za-z]{36})$/;
const cache = new Map<string, Caller>();

async function findCaller(keyId: string): Promise<Caller | undefined> {
  const cached = cache.get(keyId);
  if (cached && cached.until > Date.now()) return cached;
  const { data } = await ApiKeys.get({ key_id: keyId }).go({ ignoreOwnership: true });
  if (!data) return undefined;
  const caller: Caller = {
    tenant: data.tenant as string,
    actor: keyId,
    scopes: data.scopes ?? [],
    hash: data.hash as string,
    expires: data.expires_at ? Date.parse(data.expires_at) : Number.POSITIVE_INFINITY,
    until: Date.now() + CACHE_MS,
  };
  cache.set(keyId, caller);
  return caller;
}

/** Middleware: finds the caller and checks its scope. */
export function authenticate(scope: string) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const [, keyId, secret] = TOKEN.exec(req.get("authorization") ?? "") ?? [];
    const caller = keyId && secret ? await findCaller(keyId) : undefined;
    const digest = createHash("sha256")
      .update(secret ?? "")
      .digest();
    if (!caller || caller.expires <= Date.now() || !timingSafeEqual(digest, Buffer.from(caller.hash, "hex"))) {
      res.status(401).json({ error: "the credential is unknown, expired or revoked" });
    } else if (!caller.scopes.includes(scope)) {
      res.status(403).json({ error: `this operation requires the scope ${scope}` });
    } else {
      res.locals.caller = caller;
      next();
    }
  };
}
