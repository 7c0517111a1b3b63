/** Actors: who made a change. The kind is part of the text, so a token's subject cannot pass for a key or the operator. */

/** An API key by its id, an OIDC token by its subject, the operator, a migration, or the service itself. */
export type Actor = `key:${string}` | `oidc:${string}` | "operator" | "migration" | "service";

const KEY = "key:";

/** The actor of an API key. */
export const keyActor = (keyId: string): Actor => `${KEY}${keyId}`;

/**
 * The name under which the idempotency keys of an actor are stored. A key's is its bare id, as in rows that were stored
 * before actors had prefixes. It equals no other actor's: those are not ULIDs.
 */
export const idempotencyScope = (actor: Actor): string => (actor.startsWith(KEY) ? actor.slice(KEY.length) : actor);
