/** How edits look in files as people write them, and which files are refused. */
import { type EntryPlace, readEntry, removeEntry, setEntry } from "@skillmeat-deployments/cli/files/edit/entries.ts";
import { EditError } from "@skillmeat-deployments/cli/files/edit/format.ts";
import { formatNameOf, loadFormat } from "@skillmeat-deployments/cli/files/edit/formats.ts";
import type { Json } from "@skillmeat-deployments/cli/files/place.ts";
import { describe, expect, it } from "vitest";

const [json, toml, yaml] = await Promise.all(["json", "toml", "yaml"].map(loadFormat));
if (!json || !toml || !yaml) throw new Error("a format is missing");

const named = (key: string[], name = "new"): EntryPlace => ({ entry: "by_name", key, name, item_name: "name" });
const listed = (key: string[], name: string, item_name = "name"): EntryPlace => ({
  entry: "list",
  key,
  name,
  item_name,
});
const hooks: EntryPlace = { entry: "by_event", key: ["hooks"], name: "h", item_name: "name" };
const group = (command: string) => ({ hooks: [{ type: "command", command }] });

describe("JSON", () => {
  const set = (text: string, place: EntryPlace, value: Json, ours?: Json) =>
    setEntry(json, text, place, value, {}, ours).text;

  it("A comment beside the last member stays beside it", () => {
    const text = '{\n  "a": 1 // about a\n}\n';
    expect(set(text, named([]), true)).toBe('{\n  "a": 1, // about a\n  "new": true\n}\n');
  });

  it("A trailing comma stays the custom of the file", () => {
    expect(set('{\n\t"a": 1,\n}', named([]), 2)).toBe('{\n\t"a": 1,\n\t"new": 2,\n}');
  });

  it("A dot in a name is a dot", () => {
    expect(set("{}", named(["amp.mcpServers"]), 1)).toBe('{\n  "amp.mcpServers": {\n    "new": 1\n  }\n}');
  });

  it("An update changes the members that differ, and keeps the order and the comments of the others", () => {
    const text = '{\n  "new": {\n    // why\n    "b": 1,\n    "a": [1, 2],\n    "gone": 3\n  }\n}\n';
    const updated = '{\n  "new": {\n    // why\n    "b": 2,\n    "a": [1, 2],\n    "added": "x"\n  }\n}\n';
    expect(set(text, named([]), { a: [1, 2], b: 2, added: "x" })).toBe(updated);
  });

  it("An entry of a list is told by its name", () => {
    const text = '[\n  { "label": "mine", "command": "m" }\n]\n';
    const place = listed([], "ours", "label");
    const added = set(text, place, { label: "ours", command: "o" });
    expect(added).toBe(
      '[\n  { "label": "mine", "command": "m" },\n  {\n    "label": "ours",\n    "command": "o"\n  }\n]\n',
    );
    expect(readEntry(json, added, place)).toEqual({ label: "ours", command: "o" });
    expect(removeEntry(json, added, place, {}).text).toBe(text);
  });

  it("Of the hooks of an event only ours are found, replaced and removed", () => {
    const text = JSON.stringify({ hooks: { Stop: [group("mine")] } });
    const ours = { Stop: [group("ours")], Start: [group("ours")] };
    const added = setEntry(json, text, hooks, ours, {});
    expect(JSON.parse(added.text)).toEqual({ hooks: { Stop: [group("mine"), group("ours")], Start: [group("ours")] } });
    const next = { Stop: [group("two"), group("three")] };
    const replaced = setEntry(json, added.text, hooks, next, added.notes, ours);
    expect(JSON.parse(replaced.text)).toEqual({ hooks: { Stop: [group("mine"), group("two"), group("three")] } });
    expect(readEntry(json, replaced.text, hooks, ours)).toBeUndefined();
    expect(removeEntry(json, replaced.text, hooks, replaced.notes, next).text).toBe(text);
  });

  it("An empty container that was there stays, and one that was created goes", () => {
    for (const text of [
      '{ "mcpServers": { } }',
      "{}",
      "{\n}\n",
      "",
      "// only this\n",
      '{"a":{"mcpServers":{/* none */}}}',
    ]) {
      const place = named(text.includes('"a"') ? ["a", "mcpServers"] : ["mcpServers"]);
      const added = setEntry(json, text, place, { command: "c" }, {});
      expect(removeEntry(json, added.text, place, added.notes).text).toBe(text);
    }
  });

  it("A member that is called __proto__ is a member", () => {
    const text = set("{}", named(["__proto__"], "constructor"), { a: 1 });
    expect(text).toContain('"__proto__"');
    expect(readEntry(json, text, named(["__proto__"], "constructor"))).toEqual({ a: 1 });
    expect(readEntry(json, "{}", named([], "toString"))).toBeUndefined();
  });

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, "comma"],
    ['{"a": tru}', 1, 7, "value"],
    ['{"a": "x\n"}', 1, 7, "quote"],
    ["{} x", 1, 4, "value"],
    ["[".repeat(60_000), 1, 1, "deep"],
  ])("A malformed file is refused with its line and column, number %#", (text, line, column, word) => {
    const error = errorOf(() => set(text, named([]), 1));
    expect(error).toMatchObject({ code: "malformed", line, column });
    expect(error.message).toContain(word);
  });

  it.each([
    ['{"mcpServers": []}', "not an object"],
    ['{"mcpServers": null}', "not an object"],
    ['{"mcpServers": {}, "mcpServers": {}}', "twice"],
    ['{"mcpServers": {"new": 1, "new": 2}}', "twice"],
    ["[1]", "not an object"],
  ])("A file that cannot have the entry is refused: %s", (text, reason) => {
    const error = errorOf(() => set(text, named(["mcpServers"]), 3));
    expect(error.code).toBe("unsupported");
    expect(error.message).toContain(reason);
  });
});

describe("TOML", () => {
  const set = (text: string, place: EntryPlace, value: Json) => setEntry(toml, text, place, value, {}).text;
  const codex = named(["mcp_servers"]);

  it("A new table goes behind its neighbours, and comments stay where they are", () => {
    const text = '# head\n[mcp_servers.old] # o\ncommand = "o" # c\n# end of old\n\n[other]\nx = 1\n';
    expect(set(text, codex, { command: "n", args: ["a"], env: { K: "v" } })).toBe(
      '# head\n[mcp_servers.old] # o\ncommand = "o" # c\n\n[mcp_servers.new]\ncommand = "n"\nargs = ["a"]\nenv = { K = "v" }\n# end of old\n\n[other]\nx = 1\n',
    );
  });

  it("An inline table gets the entry inside", () => {
    expect(set('mcp_servers = { a = { command = "a" } }\n', codex, { command: "n" })).toBe(
      'mcp_servers = { a = { command = "a" }, new = { command = "n" } }\n',
    );
  });

  it("A table whose entries are pairs gets another pair", () => {
    expect(set('[mcp_servers]\na.command = "a"\n[b]\n', codex, { command: "n" })).toBe(
      '[mcp_servers]\na.command = "a"\nnew = { command = "n" }\n[b]\n',
    );
  });

  it("An update keeps comments, and follows tables below the entry", () => {
    const text = '[mcp_servers.new]\n# why\ncommand = "a" # here\nargs = []\n\n[mcp_servers.new.env]\nA = "1"\n';
    expect(set(text, codex, { command: "b", args: [], env: { A: "2" }, on: true })).toBe(
      '[mcp_servers.new]\n# why\ncommand = "b" # here\nargs = []\non = true\n\n[mcp_servers.new.env]\nA = "2"\n',
    );
  });

  it("Removing an entry removes its tables wherever they are", () => {
    const text = '[mcp_servers.new]\ncommand = "a"\n\n[x]\ny = 1\n\n[mcp_servers.new.env]\nA = "1"\n';
    expect(removeEntry(toml, text, codex, {}).text).toBe("\n[x]\ny = 1\n");
  });

  it("A list of tables and an array of inline tables get items", () => {
    const vibe = listed(["mcp_servers"], "n");
    expect(set('[[mcp_servers]]\nname = "m"\n', vibe, { name: "n" })).toBe(
      '[[mcp_servers]]\nname = "m"\n\n[[mcp_servers]]\nname = "n"\n',
    );
    expect(set('mcp_servers = [\n  { name = "m" },\n]\n', vibe, { name: "n" })).toBe(
      'mcp_servers = [\n  { name = "m" },\n  { name = "n" },\n]\n',
    );
  });

  it("Names and texts are quoted where TOML needs it", () => {
    const text = set("", named(["a.b"], "c d"), { 'k"': "\u007f\t\\", n: 1e21, f: 0.1 });
    expect(readEntry(toml, text, named(["a.b"], "c d"))).toEqual({ 'k"': "\u007f\t\\", n: 1e21, f: 0.1 });
  });

  it("What TOML cannot hold, and files that cannot have the entry, are refused", () => {
    expect(errorOf(() => set("", codex, { a: null })).message).toContain("null");
    expect(errorOf(() => set("[[mcp_servers]]\n", codex, {})).message).toContain("is a list");
    expect(errorOf(() => set("[mcp_servers.a]\n", listed(["mcp_servers"], "x"), { name: "x" })).message).toContain(
      "not a list",
    );
    expect(errorOf(() => set("mcp_servers = 1\n", codex, {})).message).toContain("not a table");
    expect(errorOf(() => set("a = 1\na = 2\n", codex, {}))).toMatchObject({ code: "malformed", line: 2, column: 1 });
  });
});

describe("YAML", () => {
  const set = (text: string, place: EntryPlace, value: Json) => setEntry(yaml, text, place, value, {}).text;
  const mode = listed(["customModes"], "new", "slug");

  it("An item is added as the file is written, and texts of several lines stay readable", () => {
    const text = "# modes\ncustomModes:\n- slug: m   # mine\n  roleDefinition: |\n    a\n    b\nother: 1\n";
    expect(set(text, mode, { slug: "new", roleDefinition: "x\n\n y\n" })).toBe(
      "# modes\ncustomModes:\n- slug: m   # mine\n  roleDefinition: |\n    a\n    b\n- slug: new\n  roleDefinition: |\n    x\n\n     y\nother: 1\n",
    );
  });

  it("An empty value, an empty list in brackets and a missing one get the item", () => {
    expect(set("customModes: # none\n", mode, { slug: "new" })).toBe("customModes: # none\n  - slug: new\n");
    expect(set("customModes: []\n", mode, { slug: "new" })).toBe('customModes: [{ "slug": "new" }]\n');
    expect(set("a: 1", mode, { slug: "new" })).toBe("a: 1\ncustomModes:\n  - slug: new");
  });

  it("A text that YAML 1.1 reads as a truth value, a number or a date is quoted", () => {
    expect(set("", named(["a"]), { b: "yes", c: "n", d: "0777", e: "2001-01-01", f: "plain" })).toBe(
      'a:\n  new:\n    b: "yes"\n    c: "n"\n    d: "0777"\n    e: "2001-01-01"\n    f: plain\n',
    );
  });

  it("Removing the last item of a list that was not empty before leaves an empty list", () => {
    expect(removeEntry(yaml, "customModes:\n  - slug: new\nb: 1\n", mode, {}).text).toBe("customModes: []\nb: 1\n");
  });

  it("An update changes one value", () => {
    const text = "customModes:\n  - slug: new # ours\n    name: A\n    groups: [read, edit]\n";
    expect(set(text, mode, { slug: "new", name: "B", groups: ["read"] })).toBe(
      'customModes:\n  - slug: new # ours\n    name: "B"\n    groups: ["read"]\n',
    );
  });

  it("Hooks by event work as in JSON", () => {
    const added = setEntry(
      yaml,
      "hooks:\n  Stop:\n    - hooks: []\n",
      hooks,
      { Stop: [group("o")], Start: [group("o")] },
      {},
    );
    expect(readEntry(yaml, added.text, hooks, { Stop: [group("o")] })).toEqual({ Stop: [group("o")] });
    expect(removeEntry(yaml, added.text, hooks, added.notes, { Stop: [group("o")], Start: [group("o")] }).text).toBe(
      "hooks:\n  Stop:\n    - hooks: []\n",
    );
  });

  it.each([
    ["a: 1\n---\nb: 1\n", "unsupported", "more than one document"],
    ["customModes: 1\n", "unsupported", "not a"],
    ["x: &x []\ncustomModes: *x\n", "unsupported", "not a"],
    ["a: 1\na: 2\n", "malformed", "unique"],
    ["a: *x\n", "malformed", "alias"],
    ["a: [1\n", "malformed", ""],
  ])("A file that cannot be edited is refused: %j", (text, code, reason) => {
    const error = errorOf(() => set(text, mode, { slug: "new" }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(reason);
  });
});

it("The format of a file is what the catalogue says, or else its extension", async () => {
  expect(formatNameOf(".roomodes", "yaml")).toBe("yaml");
  expect(formatNameOf("a/b.YML", null)).toBe("yaml");
  expect(formatNameOf(".mcp.json", undefined)).toBe("json");
  await expect(loadFormat("ini")).rejects.toThrow("have no entries");
});

function errorOf(work: () => unknown): EditError {
  try {
    work();
  } catch (error) {
    if (error instanceof EditError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
