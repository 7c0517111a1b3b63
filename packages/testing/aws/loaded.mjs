// Reports the modules that a process loads: a line for each file of the bundle, and Node's own modules when asked.
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, nextLoad) {
    if (url.endsWith(".mjs")) process.stdout.write(`${JSON.stringify({ loaded: url.split("/").at(-1) })}\n`);
    return nextLoad(url, context);
  },
});
process.on("message", ({ listModules }) => {
  if (listModules) process.stdout.write(`${JSON.stringify({ modules: process.moduleLoadList })}\n`);
});
