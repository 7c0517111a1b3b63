// The process of one handler: imports it, sends the first request, reports both, and then runs what it is asked to.
const { main, event, count } = JSON.parse(process.argv[2]);
const loaded = new Map();
if (count) {
  const { registerHooks } = await import("node:module");
  registerHooks({
    load(url, context, nextLoad) {
      const result = nextLoad(url, context);
      if (url.startsWith("file:")) loaded.set(url, result.source?.length ?? 0);
      return result;
    },
  });
}
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const context = { awsRequestId: "bench" };
const builtinsBefore = process.moduleLoadList.length;
const cpuBefore = cpu();
const started = performance.now();
const { handler } = await import(main);
const imported = performance.now();
const answer = event === null ? null : await handler(event, context);
const answered = performance.now();
const cold = {
  import: imported - started,
  first: answered - imported,
  cpu: cpu() - cpuBefore,
  files: loaded.size,
  bytes: [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0),
  builtins: process.moduleLoadList.length - builtinsBefore,
};

/** Sends the requests one after the other. Returns the milliseconds of each, and the CPU of a request. */
async function run(events) {
  const ms = [];
  const before = cpu();
  for (const next of events) {
    const at = performance.now();
    const { statusCode, body } = await handler(next, context);
    ms.push(performance.now() - at);
    if (statusCode >= 300) throw new Error(`answered ${statusCode}: ${body}`);
  }
  return { ms, cpu: (cpu() - before) / events.length };
}

/** Sends requests without keeping anything of them. Returns the memory after a garbage collection. */
async function repeat({ events, times }) {
  for (let i = 0; i < times; i++) {
    const { statusCode, body } = await handler(events[i % events.length], context);
    if (statusCode >= 300) throw new Error(`answered ${statusCode}: ${body}`);
  }
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapUsed, rss };
}

process.on("message", async (message) => {
  if (message.event) process.send(await handler(message.event, context));
  if (message.events) process.send(await run(message.events));
  if (message.repeat) process.send(await repeat(message.repeat));
});
process.send({ cold, answer });
