/** `import`: makes records of a tracker or of another tool's lock file. */
import { resolve } from "node:path";
import type { ImportResult } from "@skillmeat-deployments/client";
import { connectTo } from "../deploy/prepare.ts";
import { CommandError } from "../fail.ts";
import { requireProject } from "../project/config.ts";
import { readText } from "../project/write-file.ts";
import { plain } from "../report/style.ts";
import type { Report, Run } from "./command.ts";

/** The media types that the service reads, by the end of a file's name. */
const MEDIA = [
  [".toml", "application/toml"],
  [".yaml", "application/yaml"],
  [".yml", "application/yaml"],
  [".json", "application/json"],
] as const;

export const importFile: Run = async (input, world) => {
  const [file, ...more] = input.args;
  if (file === undefined || more.length > 0)
    throw new CommandError("usage", "Name one file: skillmeat-deploy import FILE.");
  const media = MEDIA.find(([end]) => file.toLowerCase().endsWith(end));
  if (media === undefined)
    throw new CommandError(
      "usage",
      `${plain(file)} is none of the files that can be imported: .skillmeat-deployed.toml, apm.lock.yaml, skills-lock.json.`,
    );
  const project = await requireProject(world);
  const text = readText(world.disk, resolve(world.cwd, file));
  if (text === undefined) throw new CommandError("no-file", `There is no file ${plain(file)}.`);
  const { client } = await connectTo(world, project);
  const { data } = await client.importDeployments({
    project_id: project.project,
    body: text,
    contentType: media[1],
    lenient: input.flag("lenient"),
    dry_run: input.flag("dry-run"),
    profile_id: input.text("profile"),
  });
  return importReport(data);
};

/** Exit code 2: something was left out. */
function importReport(result: ImportResult): Report {
  const { created, updated, unchanged, not_in_file, superseded, left_out } = result;
  const counts = Object.entries({ created, updated, unchanged, not_in_file, superseded, left_out }).filter(
    ([, count]) => count > 0,
  );
  const lines = [
    ...result.left_out_rows.map(({ pointer, reason }) => plain(`Left out: ${pointer}: ${reason}`)),
    counts.length === 0
      ? "There is nothing to import."
      : `${counts.map(([name, count]) => `${count} ${name.replaceAll("_", " ")}`).join(", ")}.`,
  ];
  return { code: left_out > 0 ? 2 : 0, lines, json: result };
}
