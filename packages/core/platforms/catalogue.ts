/** The catalogue: every platform the product knows, the primary one first. A new one is a file here and its line. */
import { amp } from "./amp.ts";
import { antigravity } from "./antigravity.ts";
import { augment } from "./augment.ts";
import { claudeCode } from "./claude_code.ts";
import { cline } from "./cline.ts";
import { codex } from "./codex.ts";
import { continueDev } from "./continue.ts";
import { copilot } from "./copilot.ts";
import { copilotCli } from "./copilot_cli.ts";
import { crush } from "./crush.ts";
import { cursor } from "./cursor.ts";
import { devin } from "./devin.ts";
import { factory } from "./factory.ts";
import { gemini } from "./gemini.ts";
import { goose } from "./goose.ts";
import { grok } from "./grok.ts";
import { jetbrains } from "./jetbrains.ts";
import { junie } from "./junie.ts";
import { kilo } from "./kilo.ts";
import { kimi } from "./kimi.ts";
import { kiro } from "./kiro.ts";
import { opencode } from "./opencode.ts";
import { other } from "./other.ts";
import { pi } from "./pi.ts";
import { qwen } from "./qwen.ts";
import { remoteGit } from "./remote_git.ts";
import { replit } from "./replit.ts";
import { roo } from "./roo.ts";
import { rovodev } from "./rovodev.ts";
import { trae } from "./trae.ts";
import { vibe } from "./vibe.ts";
import { warp } from "./warp.ts";
import { windsurf } from "./windsurf.ts";
import { zed } from "./zed.ts";
import { zoocode } from "./zoocode.ts";

export const CATALOGUE = [
  claudeCode,
  codex,
  gemini,
  cursor,
  copilot,
  copilotCli,
  opencode,
  devin,
  windsurf,
  cline,
  roo,
  zoocode,
  kiro,
  amp,
  goose,
  junie,
  zed,
  qwen,
  factory,
  antigravity,
  kilo,
  augment,
  warp,
  grok,
  kimi,
  pi,
  vibe,
  trae,
  crush,
  continueDev,
  rovodev,
  jetbrains,
  replit,
  other,
  remoteGit,
] as const;
