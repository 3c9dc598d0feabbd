import { useState } from 'react'
import { type Cell, toCsv, toMarkdown } from '../../../runs/files/table-text.ts'
import { CopyButton } from '../../controls/copy-button.tsx'
import { COMPARE } from '../texts.ts'

const TEXT = COMPARE.charts.numbers

interface NumbersDetailsProps {
  readonly head: readonly string[]
  /** Each with its name first. */
  readonly rows: readonly (readonly Cell[])[]
}

/** A chart's data as a collapsible table, with buttons to copy it for a spreadsheet or text. */
export function NumbersDetails({ head, rows }: NumbersDetailsProps) {
  const [open, setOpen] = useState(false)
  const all = () => [head, ...rows]
  return (
    <details className="numbers" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{TEXT.title}</summary>
      {open && (
        <>
          <div className="chart-buttons">
            <CopyButton done={TEXT.copied} text={() => toCsv(all())}>
              {TEXT.csv}
            </CopyButton>
            <CopyButton done={TEXT.copied} text={() => toMarkdown(all())}>
              {TEXT.markdown}
            </CopyButton>
          </div>
          <table>
            <thead>
              <tr>
                {head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...cells], i) => (
                <tr key={i}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, j) => (
                    <td key={head[j + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </details>
  )
}
