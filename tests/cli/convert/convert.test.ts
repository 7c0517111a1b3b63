/** Conversions of artifacts into what platforms read. */
import { convert } from "@skillmeat-deployments/cli/convert/convert.ts";
import type { Facts, Target } from "@skillmeat-deployments/cli/convert/target.ts";
import type { Json, JsonObject, Place } from "@skillmeat-deployments/cli/files/place.ts";
import type { SourceArtifact } from "@skillmeat-deployments/cli/sources/source.ts";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";

const NAME_AND_DESCRIPTION = { name: { from: "name" }, description: { from: "description" } } as const;
const NOTHING: Facts = { platform: "x", frontmatter: {}, rule_frontmatter: null, mcp_entry: null, new_file: {} };

const place = (path: string, more: Partial<Place> = {}): Place => ({
  id: "x",
  path,
  kind: "directory",
  name: "review",
  ...more,
});
const target = (path: string, facts: Partial<Facts> = {}, more: Partial<Place> = {}): Target => ({
  place: place(path, more),
  facts: { ...NOTHING, ...facts },
});

function file(type: string, text: string, path = "review.md"): SourceArtifact {
  const head = /^---\n([\s\S]*?)\n---\n/.exec(text)?.[1];
  const frontmatter = head === undefined ? null : (parseYaml(head) as JsonObject);
  const files = [{ path, bytes: Buffer.from(text) }];
  return { type, name: "review", path, content_hash: "0", description: null, frontmatter, form: "file", files };
}
const value = (type: string, json: Json): SourceArtifact => ({
  ...{ type, name: "review", path: "", content_hash: "0", description: null, frontmatter: null },
  form: "value",
  value: json,
});

/** What is written, as text or as a value; or why nothing is. */
function shown(artifact: SourceArtifact, to: Target): unknown {
  const converted = convert(artifact, to);
  if ("skipped" in converted) return `skipped: ${converted.skipped}`;
  const { content } = converted;
  if (content.type === "file") return Buffer.from(content.bytes).toString();
  if (content.type === "entry") return content.value;
  return content.type === "block" ? content.text : content.files.map(({ path }) => path);
}
const notesOf = (artifact: SourceArtifact, to: Target) => {
  const converted = convert(artifact, to);
  return "notes" in converted ? converted.notes : converted.skipped;
};

const COMMAND = '---\ndescription: "Reviews a diff"\nargument-hint: BASE\n---\n\nRead the diff.\nSay "no".\n';

describe("Commands and agents", () => {
  it("A platform with Claude Code's own shape gets the file as it is, whatever keys it has", () => {
    expect(shown(file("command", COMMAND), target("c/review.md", { platform: "claude_code" }))).toBe(COMMAND);
    expect(shown(file("command", "no front matter"), target("c/review.md"))).toBe("no front matter");
  });

  it("Other platforms get the keys that the catalogue names, and the user is told which are left out", () => {
    const to = target("c/review.md", { frontmatter: { command: NAME_AND_DESCRIPTION } });
    expect(shown(file("command", COMMAND), to)).toBe(
      '---\nname: review\ndescription: Reviews a diff\n---\n\nRead the diff.\nSay "no".\n',
    );
    expect(notesOf(file("command", COMMAND), to)).toEqual(["without argument-hint"]);
  });

  it("A file that has these keys already stays byte for byte, in whatever order they are", () => {
    const same = "---\ndescription:   'Reviews'\nname: review\n---\nText\r\n";
    const to = target("c/review.md", { frontmatter: { agent: NAME_AND_DESCRIPTION } });
    expect(shown(file("agent", same), to)).toBe(same);
  });

  it("Fixed values of the catalogue are added", () => {
    const keys = { description: { from: "description" }, mode: { value: "subagent" } } as const;
    const to = target("a/review.md", { frontmatter: { agent: keys } });
    expect(shown(file("agent", "---\ndescription: Tests\ntools: Bash\n---\nRun.\n"), to)).toBe(
      "---\ndescription: Tests\nmode: subagent\n---\n\nRun.\n",
    );
  });

  it("Markdown becomes TOML, with the text of several lines as such", () => {
    const keys = { description: { from: "description" }, prompt: { from: "text" } } as const;
    const to = target("c/review.toml", { frontmatter: { command: keys } }, { format: "toml" });
    expect(shown(file("command", COMMAND), to)).toBe(
      'description = "Reviews a diff"\nprompt = """\nRead the diff.\nSay "no".\n"""\n',
    );
  });

  it("Markdown becomes YAML", () => {
    const keys = { version: { value: "1.0.0" }, title: { from: "name" }, prompt: { from: "text" } } as const;
    const to = target("r/review.yaml", { frontmatter: { command: keys } }, { format: "yaml" });
    expect(shown(file("command", COMMAND), to)).toBe(
      'version: 1.0.0\ntitle: review\nprompt: |\n  Read the diff.\n  Say "no".\n',
    );
  });

  it("A command that a platform takes as a skill gets the keys of the Agent Skills specification", () => {
    const bytes = new TextEncoder().encode(
      '---\nname: review\ndescription: Reviews a diff\n---\n\nRead the diff.\nSay "no".\n',
    );
    expect(convert(file("command", COMMAND), target("s/review/SKILL.md"))).toMatchObject({
      content: { type: "folder", files: [{ path: "SKILL.md", bytes }] },
    });
  });

  it("What the catalogue does not know is skipped with the reason", () => {
    const toml = target("c/review.toml", {}, { format: "toml" });
    expect(shown(file("command", COMMAND), toml)).toBe("skipped: the catalogue does not say how x writes it as TOML");
    const noText = target("a/review.yaml", { frontmatter: { agent: NAME_AND_DESCRIPTION } }, { format: "yaml" });
    expect(shown(file("agent", COMMAND), noText)).toBe(
      "skipped: the catalogue does not say where x has the text of it",
    );
    const entry = target(".roomodes", {}, { kind: "merge", key: "customModes", entry: "list", format: "yaml" });
    expect(shown(file("agent", COMMAND), entry)).toBe(
      "skipped: x takes it as an entry of .roomodes, whose members are not known",
    );
    expect(shown(file("workflow", "export {}", "review.js"), target("w/review.yaml", {}, { format: "yaml" }))).toBe(
      "skipped: it is a .js file, and x takes .yaml files",
    );
  });
});

describe("Skills", () => {
  const files = ["SKILL.md", "scripts/run.sh"].map((path) => ({ path, bytes: Buffer.from("x") }));
  const skill: SourceArtifact = { ...file("skill", "x"), form: "folder", files };

  it("A skill is written as its folder", () => {
    expect(shown(skill, target("s/review/SKILL.md"))).toEqual(["SKILL.md", "scripts/run.sh"]);
  });

  it("A platform that takes skills as single files gets only those that are one file", () => {
    const to = target("k/review.md", { frontmatter: { skill: {} } });
    expect(shown(skill, to)).toBe("skipped: x takes a skill as one file, and this one has more");
    const one = file("skill", "---\nname: review\ndescription: d\n---\nRead.\n", "SKILL.md");
    expect(shown(one, to)).toBe("Read.\n");
  });
});

describe("Rules and texts", () => {
  const TRIGGER = {
    always: { trigger: { value: "always_on" } },
    by_globs: { trigger: { value: "glob" }, globs: { from: "globs_text" } },
    by_model: { trigger: { value: "model_decision" }, description: { from: "description" } },
    manual: null,
  } as const;
  const rule = (head: string) => file("rule_file", head === "" ? "Text.\n" : `---\n${head}\n---\n\nText.\n`);
  const to = target("r/review.md", { rule_frontmatter: TRIGGER });

  it("The front matter of a rule says how it applies, in the words of the platform", () => {
    expect(shown(rule(""), to)).toBe("---\ntrigger: always_on\n---\n\nText.\n");
    expect(shown(rule("paths:\n  - src/**/*.ts\n  - '*.{js,ts}'"), to)).toBe(
      "---\ntrigger: glob\nglobs: src/**/*.ts,*.{js,ts}\n---\n\nText.\n",
    );
    expect(shown(rule("globs: 'a.ts, *.{js,ts}'\nalwaysApply: false"), to)).toContain("globs: a.ts,*.{js,ts}");
    expect(shown(rule("applyTo: '**'"), to)).toContain("always_on");
    expect(shown(rule("alwaysApply: true\ndescription: d"), to)).toContain("always_on");
    expect(shown(rule("alwaysApply: false\ndescription: When in doubt"), to)).toBe(
      "---\ntrigger: model_decision\ndescription: When in doubt\n---\n\nText.\n",
    );
  });

  it("A rule that applies in a way that the platform does not have is skipped", () => {
    expect(shown(rule("alwaysApply: false"), to)).toBe(
      "skipped: the rule applies when the user names it, and x has no such rules",
    );
    expect(shown(rule("paths: a"), target("r/review.md"))).toBe(
      "skipped: it has front matter, and the catalogue does not say how rules of x begin",
    );
  });

  it("In a shared file, a text is a block without front matter", () => {
    const block = target("AGENTS.md", {}, { kind: "block", format: "md" });
    expect(shown(rule("paths: src"), block)).toBe("Text.");
    expect(notesOf(rule("paths: src"), block)).toEqual([
      "the rule applies to files that match its patterns; in this file it always applies",
    ]);
    expect(shown(file("context_file", "---\na: b\n---\n\n"), block)).toBe("skipped: it has no text");
  });
});

describe("MCP servers", () => {
  const LOCAL = { command: "npx", args: ["-y", "mcp"], env: { TOKEN: "$T" }, timeout: 5 };
  const merge = { kind: "merge", key: "mcpServers", entry: "by_name", format: "json" } as const;
  const shape = {
    local: { type: { value: "local" }, command: { from: "command_line" }, environment: { from: "env" } },
    http: { httpUrl: { from: "url" }, headers: { from: "headers" } },
    sse: null,
  } as const;
  const to = target("x.json", { mcp_entry: shape }, merge);

  it("The members of a server have the names of the platform", () => {
    expect(shown(value("mcp", LOCAL), to)).toEqual({
      type: "local",
      command: ["npx", "-y", "mcp"],
      environment: { TOKEN: "$T" },
    });
    expect(notesOf(value("mcp", LOCAL), to)).toEqual(["without timeout"]);
    expect(shown(value("mcp", { type: "http", url: "https://x.test" }), to)).toEqual({ httpUrl: "https://x.test" });
  });

  it("Claude Code gets the server as it is", () => {
    expect(shown(value("mcp", LOCAL), target(".mcp.json", { platform: "claude_code" }, merge))).toEqual(LOCAL);
  });

  it("A kind of server that the platform does not take is skipped", () => {
    expect(shown(value("mcp", { type: "sse", url: "https://x.test" }), to)).toBe(
      "skipped: x does not take servers with server-sent events",
    );
    expect(shown(value("mcp", { url: 5 }), to)).toContain("neither a command nor a url");
    expect(shown(value("mcp", ["x"]), to)).toContain("must be an object");
    expect(shown(value("mcp", LOCAL), target("x.json", {}, merge))).toContain("does not say how x writes MCP servers");
  });

  it("A server that has a file of its own is below the key of the catalogue", () => {
    const own = target("p/review/.mcp.json", { mcp_entry: shape }, { key: "mcpServers", format: "json" });
    expect(JSON.parse(String(shown(value("mcp", { command: "x" }), own)))).toEqual({
      mcpServers: { review: { type: "local", command: ["x"] } },
    });
  });
});

describe("Hooks", () => {
  const HOOKS = { PreToolUse: [{ matcher: "Bash", hooks: [{ type: "command", command: "check" }] }] };
  const merge = { kind: "merge", key: "hooks", entry: "by_event", format: "json" } as const;

  it("A platform with matcher groups gets the hooks as they are, with the members that its file needs", () => {
    const facts = { platform: "codex", new_file: { hook: { version: 1 } } };
    const converted = convert(value("hook", HOOKS), target("hooks.json", facts, merge));
    expect(converted).toMatchObject({ content: { type: "entry", value: HOOKS, members: { version: 1 } } });
    const own = target("p/hooks/hooks.json", { platform: "goose" }, { format: "json" });
    expect(JSON.parse(String(shown(value("hook", HOOKS), own)))).toEqual({ hooks: HOOKS });
  });

  it("Other platforms write hooks in other shapes, so they are skipped", () => {
    const cursor = target(".cursor/hooks.json", { platform: "cursor" }, merge);
    expect(shown(value("hook", HOOKS), cursor)).toBe("skipped: cursor writes hooks in another shape");
    expect(shown(value("hook", { Stop: "x" }), cursor)).toBe("skipped: it is no list of hooks by event");
  });
});
