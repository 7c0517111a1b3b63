/** The limits of a tenant, and their defaults, which a deployment sets by environment variables. */
import { Fault } from "../../fault.ts";
import type { Row } from "../../storage/row.ts";
import { withCommas } from "../../values/number.ts";

/** The default limits. `requests_per_second` applies to each running instance, the others to the whole service. */
export const DEFAULT_LIMITS = {
  requests_per_second: 200,
  keys: 100,
  projects: 1_000,
  records_per_project: 50_000,
  webhooks: 10,
};

export type LimitName = keyof typeof DEFAULT_LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

export const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as LimitName[];

/** The greatest value of a limit. */
export const MAX_LIMIT = 1_000_000_000;

/** The environment variable of a default, such as `LIMIT_PROJECTS`. */
const variableOf = (name: LimitName) => `LIMIT_${name.toUpperCase()}`;

/** The environment variables of the defaults. */
export const LIMIT_VARIABLES = LIMIT_NAMES.map(variableOf);

/** Reads the defaults of a deployment. An empty variable counts as unset. @throws if one is not a whole number in range */
export function limitsFromEnv(env: Readonly<Record<string, string | undefined>>): Limits {
  const limits = LIMIT_NAMES.map((name): [LimitName, number] => {
    const text = env[variableOf(name)];
    if (!text) return [name, DEFAULT_LIMITS[name]];
    const value = /^\d+$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > MAX_LIMIT)
      throw new Error(`${variableOf(name)} must be a whole number from 1 to ${withCommas(MAX_LIMIT)}`);
    return [name, value];
  });
  return Object.fromEntries(limits) as Limits;
}

/** Returns the limits of a tenant: the operator's where there are any, else the defaults. */
export function limitsOf(tenant: Row | undefined, defaults: Limits): Limits {
  const own = tenant?.limits as Partial<Limits> | undefined;
  return own ? { ...defaults, ...own } : defaults;
}

/** What the limits count, in texts. */
const COUNTED: Readonly<Record<LimitName, string>> = {
  requests_per_second: "requests a second at this instance",
  keys: "API keys",
  projects: "projects",
  records_per_project: "deployment records in this project",
  webhooks: "webhook endpoints",
};

/** 422: a create would pass a limit. */
export const limitReached = (name: LimitName, limit: number) =>
  new Fault("limit-reached", `The tenant has reached its limit for ${COUNTED[name]}: ${withCommas(limit)}`, {
    limit: name,
  });
