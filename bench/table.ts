/** A text table: the first `wordColumns` columns are left-aligned, the rest right-aligned. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  wordColumns: number,
): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const lines = all.map((row) =>
    row
      .map((cell, i) => (i < wordColumns ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
