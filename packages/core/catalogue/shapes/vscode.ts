/** The folder in which VS Code and its extensions keep the user's files. It differs by operating system. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { addMcp } from "../sources.ts";

/** The user's folder of VS Code on Linux. */
const VSCODE_USER = "~/.config/Code/User";

/** Where the folder is on macOS and on Windows. */
export const VSCODE_RELOCATIONS = [
  {
    by: { system: "macos", replaces: VSCODE_USER, by: "~/Library/Application Support/Code/User" },
    from: [addMcp],
  },
  { by: { system: "windows", replaces: VSCODE_USER, by: "%APPDATA%/Code/User" }, from: [addMcp] },
] as const satisfies CatalogueEntry["relocations"];
