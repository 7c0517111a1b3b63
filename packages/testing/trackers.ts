/** Real trackers of public repositories, where a copy is at hand. They are not part of this repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../../shared/data/", import.meta.url);
const MAIN = "skillmeat-deployed.toml";

const pathsIn = (path: string) => {
  const url = new URL(path, folder);
  return existsSync(url) ? readdirSync(url).map((name) => new URL(name, url)) : [];
};
const files = [...(existsSync(new URL(MAIN, folder)) ? [new URL(MAIN, folder)] : []), ...pathsIn("trackers/")];

/** The name and the text of each real tracker. Empty if there is no copy. */
export const REAL_TRACKERS: readonly { name: string; text: string }[] = files.map((url) => ({
  name: url.pathname.split("/").at(-1) as string,
  text: readFileSync(url, "utf8"),
}));

/** The tracker of SkillMeat's own repository: 132 records. Undefined if there is no copy. */
export const SKILLMEAT_TRACKER = REAL_TRACKERS.find(({ name }) => name === MAIN)?.text;

if (REAL_TRACKERS.length === 0) {
  process.stdout.write("Skipped: the tests on real trackers, because there is no copy of them.\n");
}
