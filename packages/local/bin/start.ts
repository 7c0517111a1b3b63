/** The entry point of `npm start`. It closes the server on SIGTERM and SIGINT. */
import { main } from "../main.ts";
import { lineOf } from "../start-error.ts";

// A log that cannot be written, on a full disk or to a closed pipe, does not end the service.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

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
        console.error(lineOf(error));
        process.exit(1);
      },
    );
  });
}
