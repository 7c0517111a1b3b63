/** Takes the lock of a folder, says whether it could, and keeps it until its input ends. */
import { machine, takeLock } from "@skillmeat-deployments/cli/files/lock.ts";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";

try {
  const lock = takeLock(nodeDisk, process.argv[2] ?? "", machine);
  console.log("taken");
  process.stdin.resume().once("end", () => lock.release());
} catch {
  console.log("locked");
}
