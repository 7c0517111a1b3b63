/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    const { isProduction } = await import("./infra/stage.ts");
    const production = isProduction(stage);
    return {
      name: "skillmeat",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
    };
  },
  async run() {
    const { table } = await import("./infra/table.ts");
    const { api } = await import("./infra/api.ts");
    await import("./infra/recorder.ts");
    const { bus } = await import("./infra/bus.ts");
    const { webhookQueue } = await import("./infra/webhook-queue.ts");
    await import("./infra/webhooks.ts");
    const { failures } = await import("./infra/failures.ts");
    const { alarms } = await import("./infra/alarm.ts");
    await import("./infra/alarms.ts");
    return {
      api: api.url,
      table: table.name,
      bus: bus.name,
      failures: failures.name,
      webhookQueue: webhookQueue.url,
      alarms: alarms.arn,
    };
  },
});
