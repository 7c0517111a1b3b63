/** S3 as far as this product goes there: objects by path, listed, put, read and deleted; and it can refuse. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { close, listen } from "./server.ts";

export type FakeBucket = {
  endpoint: string;
  objects: Map<string, string>;
  /** The signatures that came with them. */
  authorizations: string[];
  /** And the tokens of the credentials that signed. */
  tokens: (string | undefined)[];
  down: boolean;
  close(): Promise<void>;
};

const etagOf = (text: string) => `"${createHash("md5").update(text).digest("hex")}"`;

export async function startFakeBucket(): Promise<FakeBucket> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (bucket.down) return void response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
    const { pathname, searchParams } = new URL(request.url as string, "http://s3");
    const found = bucket.objects.get(pathname);
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
      if (match !== undefined && match !== etagOf(found ?? "")) {
        return void response.writeHead(412).end("<Error><Code>PreconditionFailed</Code></Error>");
      }
      bucket.objects.delete(pathname);
      response.writeHead(204).end();
    } else {
      response.writeHead(found === undefined ? 404 : 200, { etag: etagOf(found ?? "") }).end(found);
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
