/** Colours, and tables without lines. Only a terminal gets colours, and none if NO_COLOR is set (no-color.org). */
import type { World } from "../world.ts";

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Colour = keyof typeof CODES;

export type Style = (colour: Colour, text: string) => string;

export function styleOf({ env, terminal }: Pick<World, "env" | "terminal">): Style {
  const isOn = terminal.hasOutput && !env.NO_COLOR && env.TERM !== "dumb";
  return (colour, text) => (isOn && text !== "" ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text);
}

/** Text from elsewhere in one line: what moves the cursor or turns the direction of text is shown as a code. */
export const plain = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => {
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });

/** A cell, and how it is coloured. */
export type TableCell = string | readonly [Colour, string];

/** Rows as lines. The last column is not padded. */
export function tableLines(rows: readonly (readonly TableCell[])[], style: Style): string[] {
  const text = (cell: TableCell) => plain(typeof cell === "string" ? cell : cell[1]);
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, text(cell).length);
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const padded = i === row.length - 1 ? text(cell) : text(cell).padEnd(widths[i] ?? 0);
        return typeof cell === "string" ? padded : style(cell[0], padded);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** `3 files`, `1 file`. */
export const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
