import { X } from 'lucide-react'
import './sheet-head.css'

interface SheetHeadProps {
  readonly title: string
  /** Name of the button that closes the sheet. */
  readonly close: string
  readonly leave: () => void
}

/** The heading of a sheet or drawer, with the button that closes it. */
export function SheetHead({ title, close, leave }: SheetHeadProps) {
  return (
    <div className="sheet-head">
      <h2 className="h2">{title}</h2>
      <button type="button" className="icon-button" aria-label={close} onClick={leave}>
        <X strokeWidth={1.5} aria-hidden />
      </button>
    </div>
  )
}
