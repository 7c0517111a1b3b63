/** The changes of files, as unified diffs. */
import type { Done } from "../deploy/write.ts";
import { counted, plain, type Style } from "./style.ts";

/** The longest text of which the changes are shown line by line. */
const MAX_SHOWN = 200_000;

export async function diffLines(done: readonly Done[], style: Style): Promise<string[]> {
  const { createTwoFilesPatch } = await import("diff");
  return done.flatMap(({ outcome }) =>
    outcome.changes.flatMap(({ path, before, after }) => {
      const [a, b] = [before, after].map((bytes) => (bytes === null ? "" : textOf(bytes)));
      if (a === undefined || b === undefined || a.length + b.length > MAX_SHOWN)
        return ["", `${plain(path)}: ${counted(after?.length ?? 0, "byte")}, not shown`];
      const from = before === null ? "/dev/null" : `a/${path}`;
      const to = after === null ? "/dev/null" : `b/${path}`;
      const patch = createTwoFilesPatch(from, to, a, b, undefined, undefined, { context: 3 });
      // The first line is a rule of equals signs.
      return [
        "",
        ...patch
          .trimEnd()
          .split("\n")
          .slice(1)
          .map((line) => coloured(line, style)),
      ];
    }),
  );
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function coloured(line: string, style: Style): string {
  const text = plain(line.replaceAll("\t", "    ").replace(/\r$/, ""));
  if (line.startsWith("+")) return style("green", text);
  if (line.startsWith("-")) return style("red", text);
  return line.startsWith("@@") ? style("cyan", text) : text;
}
