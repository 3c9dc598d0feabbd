import { RadioGroup } from 'radix-ui'
import { Fragment, useState } from 'react'
import { SUMMARIES } from '../../recipe/explanations/summaries.ts'
import { PRESETS } from '../../recipe/presets.ts'
import { type Preset, SERIES } from '../../recipe/presets/preset.ts'
import { formatStated } from '../format.ts'
import { useActions, useLab } from '../lab-context.ts'
import { RECIPE } from './texts.ts'

const TEXT = RECIPE.ladder

type Series = Preset['series']

/** Every preset with what its authors reported, the last of each series first. Times on different devices do not compare. */
export function Ladder() {
  const chosen = useLab(({ setup }) => setup.choice.preset)
  const { choosePreset } = useActions()
  return (
    <div className="ladder">
      <div className="rung-head" aria-hidden>
        <span>{TEXT.head}</span>
        <span>{TEXT.accuracy}</span>
        <span>{TEXT.time}</span>
        <span>{TEXT.device}</span>
      </div>
      <RadioGroup.Root
        aria-label={TEXT.label}
        value={chosen}
        onValueChange={(value) => {
          const preset = PRESETS.find(({ name }) => name === value)
          if (preset !== undefined) choosePreset(preset.name)
        }}
      >
        {SERIES.map((series) => (
          <SeriesRungs key={series} series={series} chosen={chosen} />
        ))}
      </RadioGroup.Root>
    </div>
  )
}

/** A series by its last rung, and the chosen one where it is another; the rest on demand. */
function SeriesRungs({ series, chosen }: { series: Series; chosen: string }) {
  const [all, setAll] = useState(series === 'others')
  const presets = PRESETS.filter((preset) => preset.series === series)
  const shown = all ? presets : presets.filter(({ name }, i) => i === 0 || name === chosen)
  const hidden = presets.length - shown.length
  return (
    <Fragment>
      {shown.map((preset) => (
        <Rung key={preset.name} preset={preset} />
      ))}
      {hidden > 0 && (
        <button type="button" className="more-rungs" onClick={() => setAll(true)}>
          {TEXT.more(hidden, TEXT.series[series])}
        </button>
      )}
    </Fragment>
  )
}

function Rung({ preset }: { preset: (typeof PRESETS)[number] }) {
  const { name, title, published, expected } = preset
  return (
    <RadioGroup.Item value={name} className="rung" title={SUMMARIES[name]}>
      <span className="node" />
      <span className="name">{title}</span>
      {published !== null ? (
        <>
          <span>{published.accuracy.toFixed(1)}%</span>
          <span>{formatStated(published.seconds)}</span>
          <span className="device">{published.device}</span>
        </>
      ) : expected === null ? (
        <span className="none">{TEXT.none}</span>
      ) : (
        <>
          <span>{expected.toFixed(1)}%</span>
          <span className="expected">{TEXT.expected}</span>
        </>
      )}
    </RadioGroup.Item>
  )
}
