/** The process of a local server of the service, as `npm start` runs it, without rate limits. The argument is DATA_DIR. */
import { serve } from "@skillmeat-deployments/local/serve.ts";
import { reportUsage } from "./usage.ts";

const running = await serve({
  dataDir: process.argv[2] as string,
  port: 0,
  host: "127.0.0.1",
  rate: { quota: 1e9, window: 1 },
  env: { LIMIT_REQUESTS_PER_SECOND: "1000000" },
  log: (line) => console.log(JSON.stringify({ time: new Date().toISOString(), ...line })),
});
reportUsage(running.url, running.close);
