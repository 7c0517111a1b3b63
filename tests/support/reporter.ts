/** Ends a run with one line: how many tests passed, failed and were skipped. */
import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((m) => [...m.children.allTests()]).map((t) => t.result().state);
    const count = (state: string) => states.filter((s) => s === state).length;
    const broken = modules.filter((m) => m.state() === "failed" && ![...m.children.allTests("failed")].length).length;
    console.log(`${count("passed")} passed, ${count("failed") + broken} failed, ${count("skipped")} skipped`);
  }
}
