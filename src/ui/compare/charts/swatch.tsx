import { toneClass } from '../../plot/tone.ts'

/** The legend of a run's line. */
export function Swatch({ tone }: { tone: number | null }) {
  return (
    <svg className="swatch" width="24" height="8" aria-hidden>
      <line className={toneClass(tone)} x1="0" x2="24" y1="4" y2="4" />
    </svg>
  )
}
