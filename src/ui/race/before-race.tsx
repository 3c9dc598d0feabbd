import { summariseChoice } from '../../recipe/choice/summary.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { accuracyOf, engineHere } from '../../runs/record/record.ts'
import { GOAL } from '../../runs/run.ts'
import { sameChoice } from '../../runs/store/setup.ts'
import { requestFor } from '../../runs/store/lab-actions.ts'
import { estimateOf } from '../../runs/store/lab-state.ts'
import type { EstimateReport } from '../../worker/protocol.ts'
import { goTo } from '../address/page-view.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { formatMean } from '../compare/format.ts'
import { costOfTraining, ProblemNote, TimeHere } from '../train/start-facts.tsx'
import { loadRunStrip } from '../train/load-run-strip.ts'
import { deviceWords } from '../words/device-words.ts'
import { percentFigure } from '../words/format.ts'
import { endRace, useSharedRuns } from './raced.ts'
import { sharedSeeds } from './shared-seeds.ts'
import { RACE as TEXT } from './texts.ts'
import { attempt } from '../controls/attempt.ts'

/** Before a race against a shared run: the run, the page, and the start button. */
export function BeforeRace({ entry }: { entry: RunEntry }) {
  const { record } = entry
  const adapter = useLab((state) => state.adapter)
  const full = useLab((state) => estimateOf(state, record.choice))
  const accuracy = accuracyOf(record)
  const group = sharedSeeds(useSharedRuns())
  const recipe = summariseChoice(record.choice)
  return (
    <section className="strip">
      <div className="say">
        <h1 className="h1">
          {group !== null
            ? TEXT.seedsTitle(
                group.seeds.length,
                formatMean(group.accuracy.mean, group.accuracy.deviation),
                group.seconds.mean,
              )
            : accuracy === null
              ? TEXT.unfinished
              : TEXT.title(percentFigure(accuracy, GOAL), record.trainSeconds)}
        </h1>
        <p className="lead">
          {TEXT.page}{' '}
          {group === null
            ? TEXT.what(recipe, record.seed, deviceWords(record))
            : TEXT.whatSeeds(recipe, group.seeds, deviceWords(record))}
        </p>
      </div>
      <TimeHere adapter={adapter} estimate={record.dataset === 'sample' ? onSample(full) : full} />
      <RaceButtons entry={entry} isGroup={group !== null} />
    </section>
  )
}

/** An estimate of a run on the shipped images. */
function onSample(full: EstimateReport | null): EstimateReport | null {
  const seconds = full?.sampleSeconds ?? null
  return full && seconds !== null
    ? { ...full, seconds, secondsLow: seconds, secondsHigh: seconds }
    : null
}

function RaceButtons({ entry, isGroup }: { entry: RunEntry; isGroup: boolean }) {
  const { record } = entry
  const setup = useLab((state) => state.setup)
  const data = useLab((state) => state.data)
  const { start } = useActions()
  const { choice, seed, dataset } = record
  const changed = !sameChoice(setup.choice, choice) || setup.seed !== seed
  const rules = isGroup ? TEXT.seedsRules(seed) : TEXT.rules
  const race = () => start({ choice, seed, dataset, engine: engineHere(record) })
  return (
    <div
      className="acts"
      onPointerEnter={() => attempt(loadRunStrip)}
      onFocus={() => attempt(loadRunStrip)}
    >
      <button type="button" className="button large go" onClick={race}>
        {isGroup ? TEXT.startSeed(seed) : TEXT.start}
      </button>
      {changed && (
        <button
          type="button"
          className="button large"
          onClick={() => start(requestFor(setup, dataset))}
        >
          {TEXT.startChanged}
        </button>
      )}
      <button
        type="button"
        className="button large"
        onClick={() => goTo('compare', (parameters) => parameters.set('runs', entry.id))}
      >
        {TEXT.curves}
      </button>
      <button type="button" className="button large" onClick={endRace}>
        {TEXT.leave}
      </button>
      <ProblemNote>
        <p>{entry.recipeChanged ? TEXT.otherRecipe : rules}</p>
        {dataset === 'full' && <p>{costOfTraining(data)}</p>}
      </ProblemNote>
    </div>
  )
}
