/** The Lambda handler of the sweep, which runs every minute: it wakes the webhooks whose messages were lost or not sent. */
import { takeRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import { sweep } from "../deliver/sweep.ts";
import { functionLog, now, openTable, wakeQueue } from "./composition.ts";

const log = functionLog("sweep", { woken: "Count", overdue: "Count", throttles: "Count" });
const { table, refusals } = openTable();
const queue = wakeQueue(log);

export const handler = async (): Promise<void> => {
  const { woken, overdue } = await sweep(table, now, queue);
  log({ message: "webhook sweep", woken, overdue, throttles: takeRefusals(refusals).throttles });
};
