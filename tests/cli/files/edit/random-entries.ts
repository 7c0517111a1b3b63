/** Random entries for random settings files. */
import type { EntryPlace } from "@skillmeat-deployments/cli/files/edit/entries.ts";
import type { Json } from "@skillmeat-deployments/cli/files/place.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { scalar } from "./settings.ts";

const server = (random: Random) => ({
  command: random.pick(["npx", "C:\\bin\\x.exe", 'a "b"']),
  args: random.pick<Json>([[], ["-y", "x"], ["two\nlines"]]),
  ...(random.oneIn(2) ? { env: random.pick<Json>([{}, { TOKEN: "$TOKEN" }, { "a.b": "#" }]) } : {}),
  ...(random.oneIn(3) ? { n: scalar(random) ?? 1 } : {}),
});

/** Some places of one kind in a file. */
export function placesIn(random: Random, key: readonly string[]): EntryPlace[] {
  const entry = random.pick(["by_name", "by_name", "list", "by_event"] as const);
  const container = entry === "by_name" ? key : [...key, "ours"];
  return ["one", "t.w.o", "th ree"].map((name) => ({ entry, key: container, name, item_name: "name" }));
}

export function valueFor(random: Random, { entry, name }: EntryPlace): Json {
  if (entry === "by_name") return server(random);
  if (entry === "list") return { name, ...server(random) };
  const groups = [{ matcher: name, hooks: [{ type: "command", command: name }] }];
  return random.pick<Json>([
    { PreToolUse: groups },
    { PreToolUse: groups, Stop: [{ hooks: [server(random)] }, ...groups] },
  ]);
}
