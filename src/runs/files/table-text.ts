/** A cell: text, a number as written, or nothing. */
export type Cell = string | number | null

/** Spreadsheets read such text as a formula, and a run from a link can have any name. */
const FORMULA = /^[=+\-@\t\r]/

/** Spreadsheets also read text that looks like a number: the commit 4567e12 becomes 4.567E+15. */
const NUMBER_LIKE = /^\s*[\d.,]+(e[+-]?\d+)?\s*$/i

/** Rows as CSV (RFC 4180). */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = FORMULA.test(cell) || NUMBER_LIKE.test(cell) ? `'${cell}` : cell
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
