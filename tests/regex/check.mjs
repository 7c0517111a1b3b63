/** Prints each regular expression of the given files that some text makes slow, as JSON: file, line, pattern and why. */
import { readFileSync } from "node:fs";
import { parse } from "@babel/parser";

// Before the import: the pure backend needs neither Java nor a binary.
process.env.RECHECK_BACKEND = "pure";
const { checkSync } = await import("recheck");

/** Without a time limit, and with one seed: what is found must not hang on the machine's speed or on luck. */
const OPTIONS = { timeout: null, randomSeed: 1 };
const findings = [];
let checked = 0;

/** Checks a pattern. A high bound costs seconds: what is linear without it is linear with it, and else it is checked as it is. */
function check(pattern, flags) {
  const unbounded = pattern.replaceAll(/(?<=[\]).])\{(\d+),\d{3,}\}/g, "{$1,}");
  const { status } = checkSync(unbounded, flags, OPTIONS);
  return status === "safe" ? { status } : checkSync(pattern, flags, OPTIONS);
}

function visit(node, file) {
  if (Array.isArray(node)) for (const child of node) visit(child, file);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  if (node.type === "RegExpLiteral") {
    checked++;
    const { status, complexity } = check(node.pattern, node.flags);
    if (status !== "safe")
      findings.push({ file, line: node.loc.start.line, pattern: node.pattern, why: complexity?.type ?? status });
  }
  const isMadeOf = node.callee?.name === "RegExp";
  if (isMadeOf) findings.push({ file, line: node.loc.start.line, pattern: "RegExp(…)", why: "made at run time" });
  for (const [key, child] of Object.entries(node)) if (key !== "loc") visit(child, file);
}

for (const file of process.argv.slice(2)) {
  visit(parse(readFileSync(file, "utf8"), { sourceType: "module", plugins: ["typescript"] }).program, file);
}
console.log(JSON.stringify({ checked, findings }));
