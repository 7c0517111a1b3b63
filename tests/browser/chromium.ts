/** Finds the machine's Chromium. Tests that need one are skipped where there is none. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/** Where Chrome is on macOS, which has no command for it. */
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

const candidates = [
  process.env.CHROMIUM_PATH ?? "",
  ...(process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
  MAC,
];

/** The path of Chromium. Undefined: there is none, and one line says so. */
export const CHROMIUM = candidates.find((path) => path !== "" && existsSync(path));

if (CHROMIUM === undefined)
  console.log("Skipped what needs a browser: no Chromium found. Set CHROMIUM_PATH to use one.");
