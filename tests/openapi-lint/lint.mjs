/** Prints each finding of Spectral's and of Redocly's recommended rules in an OpenAPI document, and exits with 1 if there is one. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import core from "@stoplight/spectral-core";
import parsers from "@stoplight/spectral-parsers";
import rulesets from "@stoplight/spectral-rulesets";

const [file] = process.argv.slice(2);

/** Severities are not looked at: a warning is a finding too. */
async function spectral() {
  const linter = new core.Spectral();
  linter.setRuleset({ extends: [rulesets.oas] });
  const found = await linter.run(new core.Document(readFileSync(file, "utf8"), parsers.Json, file));
  return found.map(({ code, path, message }) => `spectral ${code} at ${path.join(".")}: ${message}`);
}

function redocly() {
  const cli = join(import.meta.dirname, "node_modules/@redocly/cli/bin/cli.js");
  const args = [cli, "lint", file, "--extends", "recommended", "--format", "json", "--max-problems", "1000"];
  // Without these the command calls its maker.
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (!stdout.startsWith("{")) throw new Error(`redocly lint failed: ${stderr}`);
  return JSON.parse(stdout).problems.map(
    ({ ruleId, message, location }) => `redocly ${ruleId} at ${location[0]?.pointer ?? "#"}: ${message}`,
  );
}

const findings = [...(await spectral()), ...redocly()];
for (const finding of findings) console.log(finding);
process.exitCode = findings.length > 0 ? 1 : 0;
