import type { ComponentProps } from 'react'
import { NumbersDetails } from '../../../charts/numbers-details.tsx'
import { Study } from './study.tsx'

interface SweepFigureProps extends ComponentProps<typeof Study> {
  readonly caption: string
  /** The charts' data, each row with its name first. */
  readonly numbers: ComponentProps<typeof NumbersDetails>
}

/** An experiment over values of a setting: its charts, a caption, and the numbers as a table. */
export function SweepFigure({ children, caption, numbers, ...study }: SweepFigureProps) {
  return (
    <Study {...study}>
      {children}
      <p className="caption">{caption}</p>
      <NumbersDetails {...numbers} />
    </Study>
  )
}
