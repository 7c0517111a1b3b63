// Runs one bundle in this process: measures the import and the first request, and the CPU of a warm request.
const [main, event, warm] = process.argv.slice(2);
const request = JSON.parse(event);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const started = performance.now();
const { handler } = await import(main);
const imported = performance.now();
const context = { awsRequestId: "bench" };
const { statusCode } = await handler(request, context);
const answered = performance.now();
const coldCpu = cpu();
if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
const rounds = Number(warm);
for (let i = 0; i < rounds / 4; i++) await handler(request, context);
const before = { cpu: cpu(), at: performance.now() };
for (let i = 0; i < rounds; i++) await handler(request, context);
process.send({
  import: imported - started,
  first: answered - imported,
  coldCpu,
  ...(rounds > 0 ? { warmCpu: (cpu() - before.cpu) / rounds, warm: (performance.now() - before.at) / rounds } : {}),
  rss: process.memoryUsage.rss() / 1e6,
});
process.disconnect();
