import { RadioGroup } from 'radix-ui'
import { useActions, useLab } from '../context/lab-context.ts'
import { ENGINE_NAMES } from '../../engine/engine.ts'
import { RECIPE } from './texts.ts'

/** What computes the run. */
export function EngineChoice() {
  const chosen = useLab(({ setup }) => setup.engine)
  const { setEngine } = useActions()
  return (
    <RadioGroup.Root
      className="engines"
      aria-label={RECIPE.groups.engine}
      value={chosen}
      onValueChange={(value) => {
        const engine = ENGINE_NAMES.find((name) => name === value)
        if (engine !== undefined) setEngine(engine)
      }}
    >
      {ENGINE_NAMES.map((name) => (
        <RadioGroup.Item key={name} value={name} className="engine">
          <span className="node" />
          <span className="name">{RECIPE.engines[name].title}</span>
          <span className="second">{RECIPE.engines[name].words}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
