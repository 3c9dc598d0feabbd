import type { ScaleName } from './accuracy-scale.ts'
import { CHARTS } from '../texts.ts'

const NAMES: readonly ScaleName[] = ['halving', 'even']

/** Picks the scale of the accuracy axis. */
export function ScalePick({
  chosen,
  onChoose,
}: {
  chosen: ScaleName
  onChoose: (name: ScaleName) => void
}) {
  return (
    <span className="pick" role="radiogroup" aria-label={CHARTS.scale.label}>
      <span className="second hint">{CHARTS.scale.hint}</span>
      {NAMES.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="accuracy-scale"
            value={name}
            checked={name === chosen}
            onChange={() => onChoose(name)}
          />
          {CHARTS.scale[name]}
        </label>
      ))}
    </span>
  )
}
