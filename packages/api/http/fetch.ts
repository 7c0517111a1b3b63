/** Converts requests and responses of fetch, for servers that speak it. */
import type { HttpRequest, HttpResponse } from "./message.ts";

/** The plain form of a request of fetch. @param address of the client's connection */
export function fromFetch(request: Request, address: string | undefined): HttpRequest {
  const { url } = request;
  const { pathname } = new URL(url);
  return {
    method: request.method,
    address,
    path: pathname,
    query: /\?.*/.exec(url)?.[0] ?? "",
    header: (name) => request.headers.get(name),
    body: () =>
      request.body && {
        all: async () => new Uint8Array(await request.arrayBuffer()),
        chunks: () => request.body as AsyncIterable<Uint8Array>,
      },
  };
}

/** A response of fetch. */
export const toFetch = ({ status, headers, body }: HttpResponse): Response => new Response(body, { status, headers });
