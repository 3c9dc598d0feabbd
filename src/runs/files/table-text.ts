/** A cell: text, a number as written, or nothing. */
export type Cell = string | number | null

/** Spreadsheets take text that starts so for a formula, and a run from a link may be called anything. */
const FORMULA = /^[=+\-@\t\r]/

/** Rows as CSV (RFC 4180). */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as a table in Markdown; the first is the head. */
export function toMarkdown([head, ...body]: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  const words = (row: readonly Cell[]) =>
    row.map((cell) =>
      String(cell ?? '')
        .replaceAll('|', '\\|')
        .replaceAll(/\s*\n\s*/g, ' '),
    )
  const rule = head.map(() => '---')
  return [words(head), rule, ...body.map(words)].map(line).join('')
}
