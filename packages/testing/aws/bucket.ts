/** A fake S3 with the operations that this product uses: list, put, get and delete objects. It can refuse all calls. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { close, listen } from "../server.ts";

export type FakeBucket = {
  endpoint: string;
  /** The objects by path. */
  objects: Map<string, string>;
  /** The `Authorization` header of each put. */
  authorizations: string[];
  /** The session token of each put. */
  tokens: (string | undefined)[];
  /** Whether all calls fail with AccessDenied. */
  down: boolean;
  close(): Promise<void>;
};

const etagOf = (text: string) => `"${createHash("md5").update(text).digest("hex")}"`;

/** Starts a fake S3 on a free port. */
export async function startFakeBucket(): Promise<FakeBucket> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (bucket.down) return void response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
    const { pathname, searchParams } = new URL(request.url as string, "http://s3");
    const object = bucket.objects.get(pathname);
    if (request.method === "PUT") {
      bucket.objects.set(pathname, body);
      bucket.authorizations.push(String(request.headers.authorization));
      bucket.tokens.push(request.headers["x-amz-security-token"] as string | undefined);
      response.end();
    } else if (searchParams.get("list-type") === "2") {
      const keys = [...bucket.objects.keys()].map((path) => path.slice(pathname.replace(/\/?$/, "/").length));
      const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
      response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
    } else if (request.method === "DELETE") {
      const match = request.headers["if-match"];
      if (match !== undefined && match !== etagOf(object ?? "")) {
        return void response.writeHead(412).end("<Error><Code>PreconditionFailed</Code></Error>");
      }
      bucket.objects.delete(pathname);
      response.writeHead(204).end();
    } else {
      response.writeHead(object === undefined ? 404 : 200, { etag: etagOf(object ?? "") }).end(object);
    }
  });
  const bucket: FakeBucket = {
    endpoint: "",
    objects: new Map(),
    authorizations: [],
    tokens: [],
    down: false,
    close: () => close(server),
  };
  bucket.endpoint = await listen(server);
  return bucket;
}
