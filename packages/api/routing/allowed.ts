/** What a path allows: its methods and media types, for OPTIONS and for some errors. */
import { MEDIA_TYPES } from "../http/body.ts";
import { preflightHeaders } from "../http/cors.ts";
import type { HttpResponse } from "../http/message.ts";
import { type Allowed, allowedHeaders } from "../http/respond.ts";
import type { Method } from "./route.ts";
import type { RoutePath } from "./table.ts";

/** The methods and media types of a path. */
export function allowedOn({ allow, methods }: RoutePath): Allowed {
  const media = (method: Method) =>
    methods
      .get(method)
      ?.body?.media.map((m) => MEDIA_TYPES[m])
      .join(", ");
  return { allow, acceptPost: media("POST"), acceptPatch: media("PATCH") };
}

/** The response to OPTIONS, which is also a browser's preflight. */
export const optionsResponse = (path: RoutePath, headers: Record<string, string>): HttpResponse => ({
  status: 204,
  headers: { ...headers, ...allowedHeaders(allowedOn(path)), ...preflightHeaders(path.allow) },
  body: null,
});
