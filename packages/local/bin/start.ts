/** The entry point of `npm start`. It closes the server on SIGTERM and SIGINT. */
import { main } from "../main.ts";

const running = await main(process.env, { out: console.log, error: console.error });
if (!running) process.exit(1);
let closing = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (closing) return;
    closing = true;
    running.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
