/** The catalogue: every platform the product knows, the primary one first. A new one is a file here and its line. */
import { claudeCode } from "./claude_code.ts";
import { codex } from "./codex.ts";
import { cursor } from "./cursor.ts";
import { gemini } from "./gemini.ts";
import { other } from "./other.ts";
import { remoteGit } from "./remote_git.ts";

export const CATALOGUE = [claudeCode, codex, gemini, cursor, other, remoteGit] as const;
