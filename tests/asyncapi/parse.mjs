/** Prints what AsyncAPI's own parser finds in a document and the messages of each channel, as JSON. */
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const [file] = process.argv.slice(2);
const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
const channels = (document?.allChannels().all() ?? []).map((channel) => [
  channel.id(),
  channel
    .messages()
    .all()
    .map((message) => message.id()),
]);
console.log(
  JSON.stringify({
    version: document?.version() ?? null,
    findings: diagnostics.map(({ code, path, message }) => `${code} at ${path.join(".")}: ${message}`),
    channels: Object.fromEntries(channels),
  }),
);
