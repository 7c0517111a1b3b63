// The process of one function: imports the bundle as Lambda does, and invokes its handler for each message.
const { handler } = await import(process.argv[2]);
process.on("message", async ({ invoke, event, context }) => {
  if (invoke === undefined) return;
  try {
    process.send({ invoke, result: await handler(event, context) });
  } catch (error) {
    process.send({ invoke, error: String(error?.stack ?? error) });
  }
});
process.send({ ready: true });
