import { RadioGroup } from 'radix-ui'
import { PRESETS } from '../../recipe/presets.ts'
import { formatStated } from '../format.ts'
import { useActions, useLab } from '../lab-context.ts'
import { RECIPE } from './texts.ts'

const TEXT = RECIPE.ladder

/** Every preset with what its authors reported, fastest first. Times on different devices do not compare. */
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
        {PRESETS.map(({ name, title, summary, published }) => (
          <RadioGroup.Item key={name} value={name} className="rung" title={summary}>
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
        ))}
      </RadioGroup.Root>
    </div>
  )
}
