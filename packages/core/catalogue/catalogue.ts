/** The catalogue: all known platforms, the primary one first. To add a platform, add its file and its line here. */
import { adal } from "./platforms/adal.ts";
import { aider } from "./platforms/aider.ts";
import { aiderdesk } from "./platforms/aiderdesk.ts";
import { amazonQ } from "./platforms/amazon_q.ts";
import { amp } from "./platforms/amp.ts";
import { antigravity } from "./platforms/antigravity.ts";
import { astrbot } from "./platforms/astrbot.ts";
import { augment } from "./platforms/augment.ts";
import { bob } from "./platforms/bob.ts";
import { claudeCode } from "./platforms/claude_code.ts";
import { cline } from "./platforms/cline.ts";
import { codearts } from "./platforms/codearts.ts";
import { codebuddy } from "./platforms/codebuddy.ts";
import { codestudio } from "./platforms/codestudio.ts";
import { codex } from "./platforms/codex.ts";
import { commandCode } from "./platforms/command_code.ts";
import { continueDev } from "./platforms/continue.ts";
import { copilot } from "./platforms/copilot.ts";
import { copilotCli } from "./platforms/copilot_cli.ts";
import { cortex } from "./platforms/cortex.ts";
import { crush } from "./platforms/crush.ts";
import { cursor } from "./platforms/cursor.ts";
import { deepagents } from "./platforms/deepagents.ts";
import { devin } from "./platforms/devin.ts";
import { dexto } from "./platforms/dexto.ts";
import { factory } from "./platforms/factory.ts";
import { firebender } from "./platforms/firebender.ts";
import { forge } from "./platforms/forge.ts";
import { fx } from "./platforms/fx.ts";
import { gemini } from "./platforms/gemini.ts";
import { goose } from "./platforms/goose.ts";
import { grok } from "./platforms/grok.ts";
import { hermes } from "./platforms/hermes.ts";
import { iflow } from "./platforms/iflow.ts";
import { jetbrains } from "./platforms/jetbrains.ts";
import { jules } from "./platforms/jules.ts";
import { junie } from "./platforms/junie.ts";
import { kilo } from "./platforms/kilo.ts";
import { kimi } from "./platforms/kimi.ts";
import { kiro } from "./platforms/kiro.ts";
import { kode } from "./platforms/kode.ts";
import { letta } from "./platforms/letta.ts";
import { lingma } from "./platforms/lingma.ts";
import { lmStudio } from "./platforms/lm_studio.ts";
import { mcpjam } from "./platforms/mcpjam.ts";
import { neovate } from "./platforms/neovate.ts";
import { omp } from "./platforms/omp.ts";
import { ona } from "./platforms/ona.ts";
import { openclaw } from "./platforms/openclaw.ts";
import { opencode } from "./platforms/opencode.ts";
import { openhands } from "./platforms/openhands.ts";
import { other } from "./platforms/other.ts";
import { pi } from "./platforms/pi.ts";
import { pochi } from "./platforms/pochi.ts";
import { qoder } from "./platforms/qoder.ts";
import { qwen } from "./platforms/qwen.ts";
import { reasonix } from "./platforms/reasonix.ts";
import { remoteGit } from "./platforms/remote_git.ts";
import { replit } from "./platforms/replit.ts";
import { roo } from "./platforms/roo.ts";
import { rovodev } from "./platforms/rovodev.ts";
import { tabnine } from "./platforms/tabnine.ts";
import { takt } from "./platforms/takt.ts";
import { trae } from "./platforms/trae.ts";
import { traeCn } from "./platforms/trae_cn.ts";
import { vibe } from "./platforms/vibe.ts";
import { warp } from "./platforms/warp.ts";
import { windsurf } from "./platforms/windsurf.ts";
import { xum } from "./platforms/xum.ts";
import { zcode } from "./platforms/zcode.ts";
import { zed } from "./platforms/zed.ts";
import { zencoder } from "./platforms/zencoder.ts";
import { zoocode } from "./platforms/zoocode.ts";

/** All platforms, in the order in which the API lists them. */
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
  codebuddy,
  qoder,
  commandCode,
  hermes,
  bob,
  iflow,
  openclaw,
  firebender,
  openhands,
  adal,
  cortex,
  forge,
  kode,
  xum,
  neovate,
  pochi,
  tabnine,
  zcode,
  zencoder,
  deepagents,
  lingma,
  mcpjam,
  traeCn,
  codearts,
  omp,
  aiderdesk,
  amazonQ,
  astrbot,
  codestudio,
  dexto,
  fx,
  lmStudio,
  ona,
  reasonix,
  letta,
  aider,
  takt,
  jules,
  other,
  remoteGit,
] as const;
