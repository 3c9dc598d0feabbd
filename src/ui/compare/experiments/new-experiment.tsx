import { DATASET_NAMES, type DatasetName } from '../../../data/datasets.ts'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { ablatable } from '../../../experiments/kinds/ablation.ts'
import type { Experiment, ExperimentSpec } from '../../../experiments/experiment.ts'
import { resultsOf } from '../../../experiments/results.ts'
import { TOGGLES, type ToggleName } from '../../../recipe/toggles.ts'
import { summariseChoice } from '../../../recipe/choice/summary.ts'
import { approximateTime, inline } from '../../words/format.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { useLab } from '../../context/lab-context.ts'
import { NumberField } from '../../controls/number-field.tsx'
import { Pick } from '../../controls/pick.tsx'
import { COMPARE } from '../texts.ts'
import { type OfferName, OFFERS } from './offers.ts'
import { EXPERIMENTS } from './texts.ts'
import { inAll, useExpectedSeconds } from '../queue/use-expected-seconds.ts'
import { useEntries } from '../use-runs.ts'

const TEXT = EXPERIMENTS.panel
const DATASET_LABELS = { full: TEXT.full, sample: TEXT.sample }
const MOST_SEEDS = 50
const MOST_TRIALS = 200
const USUAL_TRIALS = 30

/** Experiments shown at once; the others are folded. */
const IN_FRONT: readonly OfferName[] = ['ablation', 'ladder', 'tuner']

/** Starts an experiment, usually on the recipe set up on Train, after showing its cost. */
export function NewExperiment({ onBegin }: { onBegin: (spec: ExperimentSpec) => Experiment }) {
  const [kind, setKind] = useState<OfferName | null>(null)
  const choice = useLab(({ setup }) => setup.choice)
  const fitting = useMemo(
    () => KINDS.filter((each) => OFFERS[each].suits?.(choice) ?? true),
    [choice],
  )
  const kindsOf = (shown: readonly OfferName[]) => (
    <div className="kinds">
      {shown.map((each) => (
        <Kind
          key={each}
          kind={each}
          fits={fitting.includes(each)}
          open={kind === each}
          onOpen={(opens) => setKind(opens ? each : null)}
          onBegin={onBegin}
        />
      ))}
    </div>
  )
  const others = fitting.filter((each) => !IN_FRONT.includes(each))
  return (
    <section className="wide-row experiments">
      <div className="section-head ruled">
        <h2 className="h2">{TEXT.title}</h2>
        <span className="caption">{TEXT.lead}</span>
      </div>
      {kindsOf(IN_FRONT)}
      <details className="numbers">
        <summary>{TEXT.others(others.length)}</summary>
        {kindsOf(others)}
      </details>
    </section>
  )
}

interface KindProps {
  readonly kind: OfferName
  /** Whether the experiment makes sense for the recipe that is set up. */
  readonly fits: boolean
  readonly open: boolean
  readonly onOpen: (opens: boolean) => void
  readonly onBegin: (spec: ExperimentSpec) => Experiment
}

/** An experiment's button and description, with its form below. */
function Kind({ kind, fits, open, onOpen, onBegin }: KindProps) {
  const recipe = useLab(({ setup }) => summariseChoice(setup.choice))
  const { button, words } = EXPERIMENTS.offers[kind]
  const opened = fits && open
  return (
    <>
      <div>
        <button
          type="button"
          className="button"
          aria-disabled={!fits}
          aria-expanded={opened}
          onClick={fits ? () => onOpen(!opened) : undefined}
        >
          {button}
        </button>
        <p className="caption">{fits ? words(recipe) : TEXT.unfit(recipe)}</p>
      </div>
      {opened && (
        <ExperimentForm
          kind={kind}
          onBegin={(spec) => {
            onOpen(false)
            return onBegin(spec)
          }}
        />
      )}
    </>
  )
}

function ExperimentForm({
  kind,
  onBegin,
}: {
  kind: OfferName
  onBegin: (spec: ExperimentSpec) => Experiment
}) {
  const { queue } = useRunLibrary()
  const entries = useEntries()
  const form = useRef<HTMLDivElement>(null)
  const title = useId()
  // The form would be out of view if it opened near the bottom of the window.
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const { choice, engine } = useLab((state) => state.setup)
  const expected = useExpectedSeconds()
  const [count, setCount] = useState(OFFERS[kind].seeds)
  const [trials, setTrials] = useState(USUAL_TRIALS)
  const [dataset, setDataset] = useState<DatasetName>('full')
  const [left, setLeft] = useState<readonly ToggleName[]>([])
  const tricks = useMemo(() => (kind === 'ablation' ? ablatable(choice) : []), [kind, choice])
  const toggles = tricks.filter((name) => !left.includes(name))
  const seeds = Array.from({ length: count }, (_, i) => i + 1)
  const spec = OFFERS[kind].spec({ seeds, dataset, engine }, choice, { toggles, trials })
  const empty = kind === 'ablation' && toggles.length === 0
  const { missing, done, all } = resultsOf(spec, entries)
  const runs = missing.length === 0 ? 0 : all - done
  const known = missing.length === 0 ? null : inAll(missing, expected)
  const seconds = known === null ? null : (known * runs) / missing.length
  const time = seconds === null ? null : inline(approximateTime(seconds))
  const begin = () => {
    queue.add(missing, onBegin(spec).id)
  }
  return (
    <div ref={form} className="plan" role="group" aria-labelledby={title}>
      <h3 id={title}>{EXPERIMENTS.offers[kind].button}</h3>
      <span className="second">{TEXT.seeds}</span>
      <NumberField
        name={TEXT.seeds}
        value={count}
        step={1}
        min={1}
        max={MOST_SEEDS}
        buttons={COMPARE.seedButtons}
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
            buttons={EXPERIMENTS.tuner.trialButtons}
            onChange={setTrials}
          />
        </>
      )}
      <span className="second">{TEXT.images}</span>
      <Pick
        label={TEXT.images}
        name="experiment-images"
        offered={DATASET_NAMES}
        names={DATASET_LABELS}
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
        className="button"
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
  /** The unticked tricks, which stay in the recipe. */
  readonly left: readonly ToggleName[]
  readonly onChange: (name: ToggleName, taken: boolean) => void
}

/** Chooses the tricks to remove: all except the unticked ones. */
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
