import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import { SUMMARIES } from '../../../recipe/explanations/summaries.ts'
import { PRESETS } from '../../../recipe/presets.ts'
import { formatStated } from '../../words/format.ts'
import { useActions, useLab } from '../../context/lab-context.ts'
import { allRungs, mainRungs } from './rungs.ts'
import { RECIPE } from '../texts.ts'

const TEXT = RECIPE.ladder

/**
 * The main presets with their authors' results, and all presets on demand. Times on different devices cannot be
 * compared.
 */
export function PresetLadder() {
  const chosen = useLab(({ setup }) => setup.choice.preset)
  const { choosePreset } = useActions()
  const [all, setAll] = useState(false)
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
        {all ? (
          allRungs().map(({ series, presets }) => (
            <div key={series} role="group" aria-label={TEXT.series[series]} className="rungs">
              <p className="rung-series" aria-hidden>
                {TEXT.series[series]}
              </p>
              {presets.map((preset) => (
                <Rung key={preset.name} preset={preset} />
              ))}
            </div>
          ))
        ) : (
          <div className="rungs">
            {mainRungs(chosen).map((preset) => (
              <Rung key={preset.name} preset={preset} />
            ))}
          </div>
        )}
      </RadioGroup.Root>
      <button type="button" className="more-rungs" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? TEXT.fewer : TEXT.all(PRESETS.length)}
      </button>
    </div>
  )
}

function Rung({ preset }: { preset: (typeof PRESETS)[number] }) {
  const { name, title, published } = preset
  return (
    <RadioGroup.Item value={name} className="rung" title={SUMMARIES[name]}>
      <span className="node" />
      <span className="name">{title}</span>
      {published === null ? (
        <span className="none">{TEXT.none}</span>
      ) : (
        <>
          <span>{published.accuracy.toFixed(1)}%</span>
          <span>{formatStated(published.seconds)}</span>
          <span className="device">{published.device}</span>
        </>
      )}
    </RadioGroup.Item>
  )
}
