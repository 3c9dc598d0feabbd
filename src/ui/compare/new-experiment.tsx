import { useState } from 'react'
import { ablatable, type Experiment, type Plan } from '../../experiments/experiment.ts'
import { resultsOf } from '../../experiments/results.ts'
import { PRESETS } from '../../recipe/presets.ts'
import { TOGGLES, type ToggleName } from '../../recipe/toggles.ts'
import { summariseChoice } from '../../recipe/summary.ts'
import type { DatasetName } from '../../data/status.ts'
import type { Setup } from '../../runs/setup.ts'
import { approximateTime, inline } from '../format.ts'
import { useKeeping } from '../keeping-context.ts'
import { useLab } from '../lab-context.ts'
import { NumberField } from '../number-field.tsx'
import { Pick } from './pick.tsx'
import { COMPARE } from './texts.ts'
import { inAll, useExpectedSeconds } from './use-expected-seconds.ts'
import { useEntries } from './use-runs.ts'

const TEXT = COMPARE.experiments
const DATASETS = ['full', 'sample'] as const satisfies readonly DatasetName[]
const DATASET_NAMES = { full: TEXT.full, sample: TEXT.sample }
const MOST_SEEDS = 50
const KINDS = ['ladder', 'ablation'] as const

/** Begins a ladder, or an ablation of the recipe that Train is set to; says first what it costs. */
export function NewExperiment({ onBegin }: { onBegin: (plan: Plan) => Experiment }) {
  const [kind, setKind] = useState<Experiment['kind'] | null>(null)
  const choice = useLab(({ setup }) => setup.choice)
  const kinds = KINDS.filter((each) => each === 'ladder' || ablatable(choice).length > 0)
  return (
    <section className="wide-row experiments">
      <div className="section-head ruled">
        <h2 className="h2">{TEXT.title}</h2>
        <span className="caption">{TEXT.lead}</span>
      </div>
      <div className="kinds">
        {kinds.map((each) => (
          <div key={each}>
            <button
              type="button"
              className="key"
              aria-expanded={kind === each}
              onClick={() => setKind(kind === each ? null : each)}
            >
              {TEXT[each]}
            </button>
            <p className="caption">
              {each === 'ladder' ? TEXT.ladderWords : TEXT.ablationWords(summariseChoice(choice))}
            </p>
          </div>
        ))}
      </div>
      {kind !== null && (
        <PlanForm
          key={kind}
          kind={kind}
          onBegin={(plan) => {
            setKind(null)
            return onBegin(plan)
          }}
        />
      )}
    </section>
  )
}

function PlanForm({
  kind,
  onBegin,
}: {
  kind: Experiment['kind']
  onBegin: (plan: Plan) => Experiment
}) {
  const { queue } = useKeeping()
  const entries = useEntries()
  const setup = useLab((state) => state.setup)
  const expected = useExpectedSeconds()
  const [count, setCount] = useState(kind === 'ladder' ? 1 : 5)
  const [dataset, setDataset] = useState<DatasetName>('full')
  const [left, setLeft] = useState<readonly ToggleName[]>([])
  const tricks = kind === 'ablation' ? ablatable(setup.choice) : []
  const toggles = tricks.filter((name) => !left.includes(name))
  const plan = planOf(kind, setup, { count, dataset, toggles })
  const empty = kind === 'ablation' && toggles.length === 0
  const { missing } = resultsOf(plan, entries)
  const seconds = missing.length === 0 ? null : inAll(missing, expected)
  const begin = () => {
    queue.add(missing, onBegin(plan).id)
  }
  return (
    <div className="plan">
      <span className="second">{TEXT.seeds}</span>
      <NumberField
        name={TEXT.seeds}
        value={count}
        step={1}
        min={1}
        max={MOST_SEEDS}
        keys={COMPARE.seedKeys}
        onChange={setCount}
      />
      <span className="second">{TEXT.images}</span>
      <Pick
        label={TEXT.images}
        name="experiment-images"
        offered={DATASETS}
        names={DATASET_NAMES}
        chosen={dataset}
        onChoose={setDataset}
      />
      {tricks.length > 0 && (
        <TrickPicks
          tricks={tricks}
          left={left}
          onChange={(name, taken) =>
            setLeft(taken ? left.filter((other) => other !== name) : [...left, name])
          }
        />
      )}
      <p>{TEXT.cost(missing.length, seconds === null ? null : inline(approximateTime(seconds)))}</p>
      <button
        type="button"
        className="key"
        aria-disabled={empty}
        onClick={empty ? undefined : begin}
      >
        {TEXT.start}
      </button>
    </div>
  )
}

function planOf(
  kind: Experiment['kind'],
  { choice, engine }: Setup,
  asked: { count: number; dataset: DatasetName; toggles: ToggleName[] },
): Plan {
  const { count, dataset, toggles } = asked
  const common = { seeds: Array.from({ length: count }, (_, i) => i + 1), dataset, engine }
  return kind === 'ladder'
    ? { kind, ...common, presets: published() }
    : { kind, ...common, base: choice, toggles }
}

interface TrickPicksProps {
  readonly tricks: readonly ToggleName[]
  /** Those that stay in the recipe throughout. */
  readonly left: readonly ToggleName[]
  readonly onChange: (name: ToggleName, taken: boolean) => void
}

/** Which tricks are taken out: all of them, but for those unticked. */
function TrickPicks({ tricks, left, onChange }: TrickPicksProps) {
  return (
    <details className="numbers tricks">
      <summary>{TEXT.tricks(tricks.length - left.length, tricks.length)}</summary>
      <div className="trick-picks">
        {tricks.map((name) => (
          <label key={name} className="tick">
            <input
              type="checkbox"
              className="checkbox"
              checked={!left.includes(name)}
              onChange={({ target }) => onChange(name, target.checked)}
            />
            {TOGGLES[name].title}
          </label>
        ))}
      </div>
    </details>
  )
}

/** The presets that something was published of, slowest first: the order in which a ladder is climbed. */
const published = () =>
  PRESETS.filter((preset) => preset.published !== null)
    .toSorted((a, b) => (b.published?.seconds ?? 0) - (a.published?.seconds ?? 0))
    .map(({ name }) => name)
