/** Ends what a benchmark started, however it ends. */

const actions = new Set<() => void>();
process.once("exit", () => {
  for (const action of actions) action();
});
// The default action of these signals would skip the event above.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

/** Runs an action when this process exits. @returns a function that takes the action back */
function onExit(action: () => void): () => void {
  actions.add(action);
  return () => void actions.delete(action);
}

/** Kills a process when this process exits. */
export function killOnExit(pid: () => number | undefined): () => void {
  return onExit(() => {
    const id = pid();
    try {
      if (id !== undefined) process.kill(id, "SIGKILL");
    } catch {
      // It has ended.
    }
  });
}
