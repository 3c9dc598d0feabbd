import { Pick } from '../../controls/pick.tsx'
import { COMPARE } from '../texts.ts'
import { LABELS, setView, SMOOTHINGS, useView, X_AXES } from '../view.ts'

const TEXT = COMPARE.charts

/** Options of the curves: axis, smoothing, and the value in labels. */
export function ChartOptions() {
  const view = useView()
  const step = SMOOTHINGS.findIndex((scale) => scale === view.smoothing)
  return (
    <div className="chart-options">
      <Pick
        label={TEXT.axis}
        name="x-axis"
        offered={X_AXES}
        names={TEXT.axes}
        chosen={view.x}
        onChoose={(x) => setView({ x })}
      />
      <label className="tick">
        <input
          type="checkbox"
          className="checkbox"
          checked={view.logX}
          onChange={({ target }) => setView({ logX: target.checked })}
        />
        {TEXT.log}
      </label>
      <label className="smoothing">
        <span className="second">{TEXT.smoothing}</span>
        <input
          type="range"
          min={0}
          max={SMOOTHINGS.length - 1}
          step={1}
          value={step}
          aria-valuetext={smoothingWords(view.smoothing)}
          onChange={({ target }) => setView({ smoothing: SMOOTHINGS[Number(target.value)] })}
        />
        {smoothingWords(view.smoothing)}
      </label>
      <span className="labelled">
        <span className="second">{TEXT.labels}</span>
        <Pick
          label={TEXT.labels}
          name="label-value"
          offered={LABELS}
          names={TEXT.labelNames}
          chosen={view.label}
          onChoose={(label) => setView({ label })}
        />
      </span>
    </div>
  )
}

const smoothingWords = (scale: number): string =>
  scale === 0 ? TEXT.noSmoothing : TEXT.epochs(scale)
