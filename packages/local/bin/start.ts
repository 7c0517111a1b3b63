/** The process behind `npm start`; all it does is in main.ts. */
import { main } from "../main.ts";

const running = await main(process.env, { out: console.log, error: console.error });
if (!running) process.exit(1);
let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    running.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
