import { repeatRequests } from '../../../experiments/experiment.ts'
import type { RunEntry } from '../../../runs/history/entry.ts'
import { type Row, newestBySeed } from '../../../runs/history/rows.ts'
import { GOAL, type RunRequest } from '../../../runs/run.ts'
import { deviceWords } from '../../words/device-words.ts'
import { approximateTime, formatTime, inline, percentFigure } from '../../words/format.ts'
import { pointsFigure } from '../../words/points.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { type Finding, findingOf, MOST_SEEDS } from './finding.ts'
import { formatMean, formatSigned } from '../format.ts'
import { settingsOf } from '../runs/row-buttons.tsx'
import { originWords, recipeWords, rowName } from '../run-words.ts'
import { COMPARE } from '../texts.ts'
import { useStartOrQueue } from '../queue/use-start-or-queue.ts'
import { inAll, useExpectedSeconds } from '../queue/use-expected-seconds.ts'
import { isolated } from '../../../errors/isolated.ts'

const TEXT = COMPARE.finding

const points = (share: number): number => 100 * share

/** Conclusions computed from the selected runs, and the runs needed for unclear ones. */
export function Headline({ rows }: { rows: readonly Row[] }) {
  const finding = findingOf(rows)
  return (
    <section className="finding">
      <h1 className="h1">{titleOf(finding)}</h1>
      <Lead finding={finding} />
    </section>
  )
}

function titleOf(finding: Finding): string {
  switch (finding.kind) {
    case 'nothing':
      return TEXT.nothing
    case 'unfinished':
      return TEXT.unfinished(rowName(finding.row))
    case 'incomparable':
      return TEXT.incomparable
    case 'repeated':
      return TEXT.repeated(rowName(finding.above), rowName(finding.below))
    case 'one': {
      const { accuracy, seconds, seeds, row } = finding
      const figure = seeds === 1 ? percentFigure(accuracy, GOAL) : formatMean(accuracy, null)
      return TEXT.one(rowName(row), figure, formatTime(seconds))
    }
    case 'difference': {
      const { above, below, difference, known, seeds } = finding
      const [a, b] = [firstName(above), firstName(below)]
      const size = points(difference).toFixed(2)
      const statement = Number(size) === 0 ? TEXT.same(a, b) : TEXT.above(a, size, b)
      if (known) return `${statement}${TEXT.clear}`
      const single = Math.max(...seeds) === 1
      return `${statement}${single ? TEXT.single : TEXT.chance(seeds)}`
    }
  }
}

const firstName = (row: Row): string => isolated(row.entries[row.entries.length - 1].name)

function Lead({ finding }: { finding: Finding }) {
  switch (finding.kind) {
    case 'nothing':
      return <p className="lead">{TEXT.nothingLead}</p>
    case 'unfinished':
      return <p className="lead">{TEXT.unfinishedLead}</p>
    case 'incomparable':
      return <p className="lead">{TEXT.incomparableLead}</p>
    case 'repeated':
      return <p className="lead">{TEXT.repeatedLead}</p>
    case 'one':
      return <OneLead finding={finding} />
    case 'difference':
      return <DifferenceLead finding={finding} />
  }
}

function OneLead({ finding }: { finding: Extract<Finding, { kind: 'one' }> }) {
  const { history } = useRunLibrary()
  const { row, interval } = finding
  const [newest] = row.entries
  const origin = originWords(newest, (id) => history.find(id))
  const certainty =
    interval === null
      ? TEXT.oneSeed(finding.seeds, pointsFigure(finding.spread, newest.record.testImages))
      : TEXT.seeds(finding.seeds, formatMean(interval.low, null), formatMean(interval.high, null))
  return (
    <>
      <p className="lead">
        {recipeWords(newest)}.{' '}
        {TEXT.on(
          deviceWords(newest.record),
          newest.record.browser && isolated(newest.record.browser),
        )}{' '}
        {certainty}
      </p>
      {origin !== '' && <FromElsewhere entry={newest} origin={origin} />}
    </>
  )
}

/** Shows where a run comes from, with a button to run it here. */
function FromElsewhere({ entry, origin }: { entry: RunEntry; origin: string }) {
  const startOrQueue = useStartOrQueue()
  const request = { ...settingsOf(entry), seed: entry.record.seed }
  const seconds = useExpectedSeconds()(request)
  return (
    <div className="acts">
      <button type="button" className="button" onClick={() => startOrQueue(request, entry)}>
        {TEXT.runThis}
      </button>
      <p className="note">
        {capitalised(origin)}. {seconds !== null && TEXT.about(inline(approximateTime(seconds)))}
      </p>
    </div>
  )
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

function DifferenceLead({ finding }: { finding: Extract<Finding, { kind: 'difference' }> }) {
  const { queue } = useRunLibrary()
  const expected = useExpectedSeconds()
  const { interval, above, below, more, seeds, spread } = finding
  const certainty =
    interval === null
      ? TEXT.noInterval(
          Math.min(...seeds),
          pointsFigure(spread, above.entries[0].record.testImages),
        )
      : TEXT.interval(formatSigned(points(interval.low), 2), formatSigned(points(interval.high), 2))
  if (more === 0) return <p className="lead">{certainty}</p>
  if (more === null) {
    return (
      <p className="lead">
        {certainty} {TEXT.hopeless(MOST_SEEDS)}
      </p>
    )
  }
  const requests = [above, below].flatMap((row) => moreOf(row, more))
  const seconds = inAll(requests, expected)
  const time = seconds === null ? null : inline(approximateTime(seconds))
  return (
    <p className="lead">
      {certainty} {TEXT.settle(more, time)}{' '}
      <button type="button" className="word-button" onClick={() => queue.add(requests)}>
        {TEXT.queue}
      </button>
    </p>
  )
}

function moreOf(row: Row, count: number): RunRequest[] {
  const [newest] = row.entries
  const used = newestBySeed(row).map(({ record }) => record.seed)
  return repeatRequests(settingsOf(newest), used, count)
}
