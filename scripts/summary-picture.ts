/** Draws the summary that `verify` adds to the page of a CI job, as SVG: its heading, its counts and its table. */

const WIDTH = 900;
const PADDING = 24;
const LINE = 20;
/** A character of 13 px in a common font is about this wide. It decides only where text is broken. */
const CHARACTER = 6.9;
/** The columns: state, artifact, platform, file, what to do. */
const COLUMNS = [92, 150, 108, 192, 310] as const;
/** Colours of GitHub's light theme. */
const INK = { text: "#1f2328", line: "#d1d9e0", head: "#f6f8fa", bad: "#d1242f" };

const START = "<!-- summary -->";
const END = "<!-- /summary -->";

/** Draws the summary of a page. @param page Markdown with the summary between two comments @throws Error if it has none */
export function summaryPicture(page: string): string {
  const [, rest = ""] = page.split(START);
  const lines = (rest.split(END)[0] ?? "").split("\n").filter((line) => line !== "");
  const [heading = "", counts = "", ...table] = lines.map(unescaped);
  const [head, , ...rows] = table.map(cellsOf);
  if (!head || rows.length === 0) throw new Error(`There is no table between ${START} and ${END}`);

  const parts = [
    text(PADDING, 46, heading.replace("### ", ""), 'font-size="18" font-weight="600"'),
    text(PADDING, 76, counts),
  ];
  let y = 96;
  for (const [i, cells] of [head, ...rows].entries()) {
    const broken = cells.map((cell, column) => brokenAt(cell, (COLUMNS[column] ?? 0) / CHARACTER - 2));
    const height = 16 + LINE * Math.max(...broken.map(({ length }) => length));
    parts.push(rectangle(y, height, i === 0 ? INK.head : "#ffffff"));
    for (const [column, cell] of broken.entries()) {
      const x = PADDING + 10 + COLUMNS.slice(0, column).reduce((sum, width) => sum + width, 0);
      const look = i === 0 ? 'font-weight="600"' : column === 0 ? `fill="${INK.bad}" font-weight="600"` : "";
      parts.push(...cell.map((line, n) => text(x, y + 22 + n * LINE, line, look)));
    }
    y += height;
  }
  const height = y + PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="-apple-system, Segoe UI, Helvetica, Arial, sans-serif" font-size="13" fill="${INK.text}">`,
    `<title>${escaped([counts, ...rows.map((cells) => cells.join(", "))].join(" "))}</title>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6" fill="#ffffff" stroke="${INK.line}"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

/** Markdown's escapes, undone. */
const unescaped = (line: string) => line.replaceAll(/\\([^\w\s])/g, "$1").replaceAll("\\_", "_");

const cellsOf = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Breaks a text between words. A word that is longer than a line stays whole. */
function brokenAt(cell: string, most: number): string[] {
  const lines = [""];
  for (const word of cell.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const escaped = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const text = (x: number, y: number, value: string, look = "") =>
  `<text x="${x}" y="${y}"${look && ` ${look}`}>${escaped(value)}</text>`;

const rectangle = (y: number, height: number, fill: string) =>
  `<rect x="${PADDING}" y="${y}" width="${WIDTH - 2 * PADDING}" height="${height}" fill="${fill}" stroke="${INK.line}"/>`;
