/** `export`: writes the records of the service as trackers of SkillMeat, one in each root, or prints them as one. */
import { resolve } from "node:path";
import { isOfProfiles } from "../deploy/examine.ts";
import { readExported, rowIn, writeTracker } from "../deploy/export.ts";
import { placeRecords } from "../deploy/placed.ts";
import { choiceOf, connectTo } from "../deploy/prepare.ts";
import { readProfiles } from "../deploy/service.ts";
import { withoutNulls } from "../deploy/tracker-file.ts";
import { requireProject } from "../project/config.ts";
import { counted } from "../report/style.ts";
import type { Run } from "./command.ts";

type Root = { readonly folder: string; readonly root: string; readonly rows: Map<string, ReturnType<typeof rowIn>> };

export const exportTrackers: Run = async (input, world) => {
  const project = await requireProject(world);
  const { client } = await connectTo(world, project);
  const project_id = project.project;
  const choice = choiceOf(input);
  const { all } = await readProfiles(client, project_id, { ...choice, withUser: true });
  const records = await readExported(client, project_id);
  const placed = await placeRecords(records, { client, project_id, profiles: all, world });
  const byId = new Map(records.map((record) => [record.id, record]));
  const roots = new Map<string, Root>();
  const allRows: ReturnType<typeof rowIn>[] = [];
  for (const each of placed.filter(isOfProfiles(choice.ids, choice.withUser))) {
    const record = byId.get(each.id);
    if (record === undefined) continue;
    const row = rowIn(record, each);
    allRows.push(withoutNulls(row));
    const folder = each.scope === "user" ? world.home : project.root;
    const key = resolve(folder, each.root);
    const root = roots.get(key) ?? { folder, root: each.root, rows: new Map() };
    roots.set(key, root);
    root.rows.set(each.id, row);
  }
  if (input.flag("stdout")) {
    const { stringify } = await import("smol-toml");
    return { code: 0, lines: [stringify({ deployed: allRows }).trimEnd()], json: { deployed: allRows } };
  }
  const written = [];
  for (const { folder, root, rows } of roots.values()) {
    const { path, changed } = await writeTracker(world, folder, root, rows);
    written.push({ path, rows: rows.size, changed });
  }
  const lines = written.map(
    ({ path, rows, changed }) => `${path}: ${counted(rows, "row")}${changed ? "" : ", as before"}`,
  );
  return { code: 0, lines: lines.length === 0 ? ["The project has no records."] : lines, json: { trackers: written } };
};
