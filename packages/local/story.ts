/** The story of `npm run demo`: a team brings one skill to six platforms with the CLI, in a temporary project. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "@skillmeat-deployments/cli/main.ts";
import { nodeWorld } from "@skillmeat-deployments/cli/node-world.ts";
import { type Credentials, readCredentials } from "./credentials.ts";
import { serve } from "./serve.ts";
import type { Io } from "./start-error.ts";

/** A line that a user types, or a file that somebody writes, relative to the story's folder. */
type Step = { readonly type: string } | { readonly say: string; readonly path: string; readonly text: string };

const SKILL = "artifacts/skills/code-review/SKILL.md";
const skill = (first: string, last: string) =>
  `---\nname: code-review\ndescription: Reviews a diff\n---\n\n${first}\n\nLook at names and tests.\n\n${last}\n`;
/** What tells of the platforms that the project uses. */
const MARKERS: Readonly<Record<string, string>> = {
  "CLAUDE.md": "# Web shop\n",
  ".codex/config.toml": "",
  ".gemini/settings.json": "{}\n",
  ".cursor/rules/words.mdc": "Plain words.\n",
  ".github/copilot-instructions.md": "# Web shop\n",
  "opencode.json": "{}\n",
};

const STEPS: readonly Step[] = [
  { type: "init --from ../artifacts --yes" },
  { type: "apply" },
  {
    say: "Ana changes the end of her copy by hand.",
    path: "web-shop/.claude/skills/code-review/SKILL.md",
    text: skill("Read the diff.", "Be kind, Ana."),
  },
  { type: "status" },
  {
    say: "The team changes the beginning of the skill.",
    path: SKILL,
    text: skill("Read the whole diff first.", "Be kind."),
  },
  { type: "apply" },
  { type: "verify" },
  { type: "remove code-review" },
];

/** Tells the story, on a service of its own. @returns the exit code: 1 if a step failed */
export async function tellStory({ out, error }: Io): Promise<number> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "skillmeat-demo-")));
  const dataDir = join(folder, "data");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(MARKERS)) write(`web-shop/${path}`, text);
  write(SKILL, skill("Read the diff.", "Be kind."));
  const service = await serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
  try {
    const { base_url, api_key } = readCredentials(dataDir) as Credentials;
    const env = { SKILLMEAT_API_URL: base_url, SKILLMEAT_API_KEY: api_key };
    const world = { ...nodeWorld(), cwd: join(folder, "web-shop"), home: folder, env };
    const print = (text: string) => out(text.trimEnd());
    const terminal = { ...world.terminal, canAsk: false, hasOutput: false, hasErrors: false, out: print, err: print };
    for (const step of STEPS) {
      if ("say" in step) {
        write(step.path, step.text);
        out(`# ${step.say}`);
        continue;
      }
      out(`$ skillmeat-deploy ${step.type}`);
      const code = await main(step.type.split(" "), { ...world, terminal });
      if (code === 1) {
        error(`The demo ended early: ${step.type} failed.`);
        return 1;
      }
    }
    return 0;
  } finally {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
