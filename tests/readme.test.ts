/** The docs are held to what they say: the tour runs; endpoints, error codes, settings, paths, links and commands exist. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import { FAULTS } from "@skillmeat-deployments/core/fault.ts";
import {
  blockOf,
  HAS_CURL,
  REPOSITORY as root,
  runScript,
  sectionOf,
  startInDirectory,
  textOf,
} from "@skillmeat-deployments/testing/pages.ts";
import { describe, expect, it } from "vitest";

const readme = textOf("README.md");
/** Every page whose paths, links and commands are checked. */
const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

describe.skipIf(!HAS_CURL)("the README", () => {
  it("has a tour whose every command works", async () => {
    const server = await startInDirectory();
    try {
      const tour = blockOf("README.md", "sh tour").replaceAll("4000", server.port);
      const { shell, printed } = runScript(tour, server.directory);
      const [code] = await once(shell, "close");
      expect([code, printed.errors]).toEqual([0, ""]);
      const lines = printed.out.split("\n").filter(Boolean);
      const calls = tour.split("\n").filter((line) => /^call "?\$/.test(line) || line.startsWith("call --request"));
      // The export writes a file. The event that was received is the last line.
      expect(lines).toHaveLength(calls.length - 1 + 1);
      expect(printed.out).toContain('"artifact_path":".agents/skills/code-review"');
      expect(printed.out).toContain('"spec_file":"specs"');
      expect(printed.out).toContain(
        '{"created":2,"updated":0,"unchanged":0,"deleted":0,"not_in_file":0,"superseded":0,',
      );
      expect(lines.find((line) => line.startsWith("["))).toContain("skillmeat.profile.created");
      expect(JSON.parse(lines.at(-1) as string)).toMatchObject({
        specversion: "1.0",
        type: "skillmeat.artifact.updated",
        subject: "/artifacts/skill:code-review",
        data: { after: { description: "Reviews a diff" } },
      });
      const tracker = readFileSync(join(server.directory, "tracker.toml"), "utf8");
      expect(tracker.match(/\[\[deployed]]/g)).toHaveLength(2);
    } finally {
      await server.close();
    }
  });
});

describe("the README and its pages", () => {
  it("has a README of under 200 lines", () => {
    expect(readme.split("\n").length).toBeLessThan(200);
  });

  it("lists every endpoint with its methods in docs/api.md, and no other", () => {
    const listed: string[] = [];
    for (const row of sectionOf("docs/api.md", "Endpoints")
      .split("\n")
      .filter((line) => line.startsWith("| `"))) {
      const [paths = "", methods = ""] = row.split("|").slice(1, 3);
      const lists = methods.split("·").map((list) => list.match(/\b(GET|POST|PUT|PATCH|DELETE)\b/g) ?? []);
      for (const [i, [, path]] of [...paths.matchAll(/`([^`]+)`/g)].entries()) {
        for (const method of lists[i] ?? []) listed.push(`${method} ${path}`);
      }
    }
    expect(listed.sort()).toEqual(ROUTES.map((r) => `${r.method} ${r.path}`).sort());
  });

  it("describes every error code in docs/errors.md under its own heading, with its status and title, and no other", () => {
    const described = [...textOf("docs/errors.md").matchAll(/^## (.+)\n\n\*\*HTTP (\d+)\*\* · (.+)$/gm)];
    const codes = Object.entries(FAULTS).map(([code, [status, title]]) => [code, String(status), title]);
    expect(described.map((match) => match.slice(1))).toEqual(codes);
    expect(textOf("docs/errors.md").match(/^##+ /gm)).toHaveLength(codes.length);
  });

  it("names every folder of packages in docs/architecture.md", () => {
    const files = execFileSync("git", ["ls-files", "packages"], { cwd: root, encoding: "utf8" }).trim().split("\n");
    const folders = new Set(files.map((file) => dirname(file)));
    const named = new Set([...textOf("docs/architecture.md").matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name));
    expect([...folders].filter((folder) => !named.has(folder))).toEqual([]);
  });

  it("lists settings that the code reads", () => {
    const table = sectionOf("docs/api.md", "Settings of the embedded run");
    const variables = [...table.matchAll(/^\| (`[^|]+`) \|/gm)]
      .flatMap(([, cell]) => [...(cell as string).matchAll(/`([A-Z_]+)`/g)])
      .map(([, name]) => name as string);
    expect(variables).toEqual(expect.arrayContaining(["PORT", "HOST", "DATA_DIR", "DYNAMODB_ENDPOINT", "PUBLIC_URL"]));
    const code = execFileSync("git", ["grep", "-hoE", "env\\??\\.[A-Z_]+|OIDC_[A-Z_]+", "--", "packages"], {
      cwd: root,
      encoding: "utf8",
    });
    const read = new Set(code.split("\n").map((line) => line.replace(/^env\??\./, "")));
    expect(variables.filter((name) => !read.has(name))).toEqual([]);
  });
});

describe.each(PAGES)("%s", (page) => {
  it("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const named = [...textOf(page).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name as string);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("names files and folders that exist", () => {
    const named = [...textOf(page).matchAll(/`((?:packages|proofs|bench|tests|scripts|infra|docs)\/[^`\s]*)`/g)];
    const run = [...textOf(page).matchAll(/npm test -- (tests\/[\w./-]*)/g)];
    const paths = [...named, ...run].map(([, path]) => path as string);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("has tables of which no row is cut off from its heading", () => {
    const tables = prose(page).match(/^\|.*(?:\n\|.*)*/gm) ?? [];
    expect(tables.filter((table) => !/^\|.*\n\|[-:| ]+\|(?:\n|$)/.test(table))).toEqual([]);
  });

  it("has relative links whose files and headings exist", () => {
    const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

/** A page without its code blocks. */
const prose = (page: string) => textOf(page).replaceAll(/^```[\s\S]*?^```$/gm, "");

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string) =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
