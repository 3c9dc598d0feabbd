import { type ReactNode, useState } from 'react'

interface FoldedRowsProps {
  /** Rows with results, shown at once. */
  readonly known: readonly ReactNode[]
  /** Rows without results, shown on demand. */
  readonly empty: readonly ReactNode[]
  readonly columns: number
  /** The label of the button that shows them. */
  readonly label: string
}

/** A table's rows: those with results, then a button that shows the others. */
export function FoldedRows({ known, empty, columns, label }: FoldedRowsProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      {known.length > 0 && <tbody>{known}</tbody>}
      {empty.length > 0 && (
        <tbody className="fold">
          <tr>
            <td colSpan={columns}>
              <button
                type="button"
                className="word-button"
                aria-expanded={open}
                onClick={() => setOpen(!open)}
              >
                {label}
              </button>
            </td>
          </tr>
          {open && empty}
        </tbody>
      )}
    </>
  )
}
