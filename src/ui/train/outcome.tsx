import { ArrowLeft, type LucideIcon, PanelRight, Play, Repeat } from 'lucide-react'
import type { ReactNode } from 'react'
import { isDemo, presetNamed } from '../../recipe/presets.ts'
import { TOGGLES } from '../../recipe/toggles.ts'
import { changesOf } from '../../recipe/choice/summary.ts'
import { requestFor } from '../../runs/store/lab-actions.ts'
import { GOAL, guessed, type Run } from '../../runs/run.ts'
import { expectedSpread } from '../../runs/statistics/seed-spread.ts'
import { MAX_SEED, sameChoice } from '../../runs/store/setup.ts'
import { finalScore, type RunSchedule, type TestScores } from '../../trainer/events.ts'
import { GUESSING_HINT } from '../../trainer/recovery/chance.ts'
import { browserName } from '../words/browser-name.ts'
import { formatTime, percentFigure } from '../words/format.ts'
import { pointsFigure } from '../words/points.ts'
import { ownGpuName } from '../gpu/own-name.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { LatePart } from '../controls/late-part.tsx'
import { LateProblemReport } from '../report/late-report.ts'
import { useFocusIfLost } from '../app/use-focus-if-lost.ts'
import { RUN } from './run-texts.ts'
import { ChangeResult } from '../flip/change-result.tsx'
import { nounOf } from '../flip/change-words.ts'
import { comparedWith } from '../flip/compared.ts'
import { FlipsButton } from '../flip/flips-button.tsx'
import { FLIP } from '../flip/texts.ts'
import { useRaced } from '../race/raced.ts'
import { RaceResult } from '../race/race-result.tsx'
import { ShareButtons } from './share-buttons.tsx'

const TEXT = RUN.outcome

/** After a run: its result, and what to do next. */
export function RunOutcome({ run, openRecipe }: { run: Run; openRecipe: () => void }) {
  const { plan, result } = run
  const { guessed } = run.comparison
  return (
    <section className="strip">
      <div className="say">
        {plan !== null && result !== null ? (
          <Result run={run} plan={plan} result={result} />
        ) : (
          <EarlyEnd run={run} />
        )}
      </div>
      <div className="acts many">
        <NextButtons run={run} openRecipe={openRecipe} />
        {(result !== null || guessed !== null) && <FlipsButton />}
        <LatePart>
          <ShareButtons run={run} />
        </LatePart>
        <BackButton />
        {result !== null && <Remarks run={run} result={result} />}
      </div>
    </section>
  )
}

function Result({ run, plan, result }: { run: Run; plan: RunSchedule; result: TestScores }) {
  const figure = percentFigure(finalScore(result).accuracy, GOAL)
  const raced = useRaced()
  const compared = comparedWith(run)
  const lead = leadOf(run, plan, result)
  const [time, ...unit] = formatTime(run.trainSeconds).split(/(?<=\d)(?=\u00a0)/)
  const alone = (
    <>
      <h1 className="numeral">
        {figure}
        <span className="percent">%</span> <span className="in">{TEXT.in}</span> {time}
        <span className="unit">{unit.join('').replaceAll('\u00a0', '\u202f')}</span>
      </h1>
      <p className="lead">
        {raced === null ? (
          lead
        ) : (
          <LatePart fallback={lead}>
            <RaceResult run={run} raced={raced} otherwise={lead} />
          </LatePart>
        )}
      </p>
    </>
  )
  if (compared === null || raced !== null) return alone
  return (
    <LatePart fallback={alone}>
      <ChangeResult run={run} compared={compared} otherwise={alone} />
    </LatePart>
  )
}

function leadOf(run: Run, plan: RunSchedule, result: TestScores): string {
  if (run.request.dataset === 'sample') return TEXT.sample(plan.testImages, plan.trainImages)
  const { accuracy } = finalScore(result)
  const changes = changesOf(run.request.choice).length
  const preset = presetNamed(run.request.choice.preset)
  const { published } = preset
  const short = Math.ceil(GOAL * plan.testImages) - Math.round(accuracy * plan.testImages)
  if (short > 0) {
    const why = isDemo(preset)
      ? TEXT.missDemo
      : GOAL - accuracy <= 3 * expectedSpread(accuracy, plan.testImages)
        ? TEXT.missNear(spreadWords(accuracy, plan.testImages))
        : changes > 0
          ? TEXT.missChanged
          : TEXT.missFar
    return `${TEXT.missed(short)} ${why}`
  }
  const where = deviceOf(plan)
  return published === null ? `${where}.` : `${where}. ${TEXT.published(published, changes)}`
}

const deviceOf = (plan: RunSchedule): string =>
  TEXT.on(
    plan.engine.adapter || ownGpuName() || TEXT.unnamedDevice,
    browserName(navigator.userAgent),
  )

function EarlyEnd({ run }: { run: Run }) {
  const last = run.epochs.at(-1)
  const { guessed } = run.comparison
  const steps = run.plan?.length.steps ?? 0
  const title =
    run.phase === 'stopped'
      ? TEXT.stopped(run.steps, steps)
      : run.plan === null
        ? TEXT.notStarted
        : run.failure?.diverged === true && guessed !== null
          ? FLIP.untrained(nounOf(guessed.toggle) ?? TOGGLES[guessed.toggle].title)
          : TEXT.failed(run.steps)
  const stoppedLead =
    last === undefined
      ? TEXT.stoppedLead
      : `${TEXT.stoppedLead} ${TEXT.stoppedAt(percentFigure(finalScore(last.test).accuracy, GOAL))}`
  return (
    <>
      <h1 className="h1">{title}</h1>
      <p className="lead" role={run.failure === null ? undefined : 'alert'}>
        {run.failure?.diverged === true && guessed !== null && `${FLIP.guessed(guessed.guess)} `}
        {run.failure === null ? stoppedLead : `${run.failure.message} ${run.failure.advice}`}
      </p>
      {run.failure !== null && (
        <LatePart>
          <LateProblemReport code={run.failure.code} />
        </LatePart>
      )}
    </>
  )
}

function NextButtons({ run, openRecipe }: { run: Run; openRecipe: () => void }) {
  const setup = useLab((state) => state.setup)
  const { start, resumeSaved, setRateFactor } = useActions()
  const { request, phase, saved } = run
  const nextSeed = request.seed === MAX_SEED ? 0 : request.seed + 1
  const changed = !sameChoice(setup.choice, request.choice)
  const diverged = run.failure?.diverged === true
  const atHalfTheRate = () => {
    if (saved !== null) return resumeSaved(0.5)
    start(request)
    setRateFactor(0.5)
  }
  return (
    <>
      {phase === 'done' ? (
        <RunButton onClick={() => start({ ...request, seed: nextSeed })}>
          {RUN.buttons.seed(nextSeed)}
        </RunButton>
      ) : (
        <>
          {saved !== null && !diverged && (
            <RunButton icon={Play} onClick={() => resumeSaved()}>
              {RUN.buttons.resumeSaved(saved)}
            </RunButton>
          )}
          {diverged && (
            <RunButton icon={Play} onClick={atHalfTheRate}>
              {RUN.buttons.halfRate(saved)}
            </RunButton>
          )}
          <RunButton onClick={() => start(request)}>{RUN.buttons.again}</RunButton>
        </>
      )}
      {changed && (
        <RunButton
          onClick={() => start({ ...requestFor(setup, request.dataset), seed: request.seed })}
        >
          {RUN.buttons.changed}
        </RunButton>
      )}
      {phase === 'failed' && (
        <button type="button" className="button large" onClick={openRecipe}>
          <PanelRight strokeWidth={1.5} aria-hidden />
          {RUN.buttons.openRecipe}
        </button>
      )}
    </>
  )
}

function BackButton() {
  const { leaveRun } = useActions()
  return (
    <button type="button" className="button large" onClick={leaveRun}>
      <ArrowLeft strokeWidth={1.5} aria-hidden />
      {RUN.buttons.back}
    </button>
  )
}

interface RunButtonProps {
  readonly icon?: LucideIcon
  readonly onClick: () => void
  readonly children: ReactNode
}

function RunButton({ icon: Icon = Repeat, onClick, children }: RunButtonProps) {
  const ref = useFocusIfLost<HTMLButtonElement>()
  return (
    <button ref={ref} type="button" className="button large" onClick={onClick}>
      <Icon strokeWidth={1.5} aria-hidden />
      {children}
    </button>
  )
}

/** Expected spread between seeds in points. */
const spreadWords = (accuracy: number, testImages: number): string =>
  pointsFigure(expectedSpread(accuracy, testImages), testImages)

/** Beside the buttons: how much of the result is luck, and the device. */
function Remarks({ run, result }: { run: Run; result: TestScores }) {
  if (run.plan === null) return null
  const onSample = run.request.dataset === 'sample'
  const { accuracy } = finalScore(result)
  const reached = accuracy >= GOAL && !onSample
  const first = reached
    ? TEXT.luck(spreadWords(accuracy, run.plan.testImages))
    : capitalised(`${deviceOf(run.plan)}.`)
  return (
    <div className="note">
      <p>{first}</p>
      {guessed(run) && <p>{GUESSING_HINT}</p>}
      {run.augmentSeconds !== null && <p>{TEXT.augmented(formatTime(run.augmentSeconds))}</p>}
      {!reached && !onSample && <p>{TEXT.second}</p>}
    </div>
  )
}

const capitalised = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1)
