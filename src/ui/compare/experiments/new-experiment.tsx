import { useMemo, useState } from 'react'
import { ablatable } from '../../../experiments/ablation.ts'
import type { Experiment, Plan } from '../../../experiments/experiment.ts'
import { resultsOf } from '../../../experiments/results.ts'
import { TOGGLES, type ToggleName } from '../../../recipe/toggles.ts'
import { summariseChoice } from '../../../recipe/summary.ts'
import type { DatasetName } from '../../../data/status.ts'
import { approximateTime, inline } from '../../format.ts'
import { useKeeping } from '../../keeping-context.ts'
import { useLab } from '../../lab-context.ts'
import { NumberField } from '../../number-field.tsx'
import { Pick } from '../pick.tsx'
import { COMPARE } from '../texts.ts'
import { type OfferName, OFFERS } from './offers.ts'
import { EXPERIMENTS } from './texts.ts'
import { inAll, useExpectedSeconds } from '../use-expected-seconds.ts'
import { useEntries } from '../use-runs.ts'

const TEXT = EXPERIMENTS.panel
const DATASETS = ['full', 'sample'] as const satisfies readonly DatasetName[]
const DATASET_NAMES = { full: TEXT.full, sample: TEXT.sample }
const MOST_SEEDS = 50
const MOST_TRIALS = 200
const USUAL_TRIALS = 30

/** Begins an experiment, most of them on the recipe that Train is set to; says first what it costs. */
export function NewExperiment({ onBegin }: { onBegin: (plan: Plan) => Experiment }) {
  const [kind, setKind] = useState<OfferName | null>(null)
  const choice = useLab(({ setup }) => setup.choice)
  const kinds = useMemo(
    () => KINDS.filter((each) => OFFERS[each].suits?.(choice) ?? true),
    [choice],
  )
  return (
    <section className="wide-row experiments">
      <div className="section-head ruled">
        <h2 className="h2">{TEXT.title}</h2>
        <span className="caption">{TEXT.lead}</span>
      </div>
      <div className="kinds">
        {kinds.map((each) => (
          <div key={each} className={kind === each ? 'chosen' : ''}>
            <button
              type="button"
              className="key"
              aria-expanded={kind === each}
              onClick={() => setKind(kind === each ? null : each)}
            >
              {EXPERIMENTS.offers[each].key}
            </button>
            <p className="caption">{EXPERIMENTS.offers[each].words(summariseChoice(choice))}</p>
          </div>
        ))}
      </div>
      {kind !== null && kinds.includes(kind) && (
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

function PlanForm({ kind, onBegin }: { kind: OfferName; onBegin: (plan: Plan) => Experiment }) {
  const { queue } = useKeeping()
  const entries = useEntries()
  const { choice, engine } = useLab((state) => state.setup)
  const expected = useExpectedSeconds()
  const [count, setCount] = useState(OFFERS[kind].seeds)
  const [trials, setTrials] = useState(USUAL_TRIALS)
  const [dataset, setDataset] = useState<DatasetName>('full')
  const [left, setLeft] = useState<readonly ToggleName[]>([])
  const tricks = useMemo(() => (kind === 'ablation' ? ablatable(choice) : []), [kind, choice])
  const toggles = tricks.filter((name) => !left.includes(name))
  const seeds = Array.from({ length: count }, (_, i) => i + 1)
  const plan = OFFERS[kind].plan({ seeds, dataset, engine }, choice, { toggles, trials })
  const empty = kind === 'ablation' && toggles.length === 0
  const { missing, done, all } = resultsOf(plan, entries)
  const runs = missing.length === 0 ? 0 : all - done
  const known = missing.length === 0 ? null : inAll(missing, expected)
  const seconds = known === null ? null : (known * runs) / missing.length
  const time = seconds === null ? null : inline(approximateTime(seconds))
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
      {kind === 'tuner' && (
        <>
          <span className="second">{EXPERIMENTS.tuner.trials}</span>
          <NumberField
            name={EXPERIMENTS.tuner.trials}
            value={trials}
            step={1}
            min={1}
            max={MOST_TRIALS}
            keys={EXPERIMENTS.tuner.trialKeys}
            onChange={setTrials}
          />
        </>
      )}
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
      <p>{kind === 'tuner' ? TEXT.costAtMost(runs, time) : TEXT.cost(runs, time)}</p>
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

const KINDS = Object.keys(EXPERIMENTS.offers).filter((name): name is OfferName => name in OFFERS)
