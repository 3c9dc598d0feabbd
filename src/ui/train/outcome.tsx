import { ArrowLeft, type LucideIcon, PanelRight, Play, Repeat } from 'lucide-react'
import type { ReactNode } from 'react'
import { isOnlyALook, presetNamed } from '../../recipe/presets.ts'
import { changesOf } from '../../recipe/summary.ts'
import { requestFor } from '../../runs/store.ts'
import { GOAL, type Run } from '../../runs/run.ts'
import { MAX_SEED, sameChoice } from '../../runs/setup.ts'
import { finalScore, type RunPlan, type TestScores } from '../../trainer/events.ts'
import { browserName } from '../browser-name.ts'
import { formatTime, percentFigure } from '../format.ts'
import { ownGpuName } from '../gpu/own-name.ts'
import { useActions, useLab } from '../lab-context.ts'
import { LatePart } from '../late-part.tsx'
import { useFocusIfLost } from '../use-focus-if-lost.ts'
import { RUN } from './run-texts.ts'
import { ShareKeys } from './share-keys.tsx'

const TEXT = RUN.outcome

/** After a run: what came of it, and what to do next. */
export function Outcome({ run, openRecipe }: { run: Run; openRecipe: () => void }) {
  const { plan, result } = run
  return (
    <section className="strip">
      <div className="say">
        {plan !== null && result !== null ? (
          <Result run={run} plan={plan} result={result} />
        ) : (
          <EarlyEnd run={run} />
        )}
      </div>
      <div className="acts">
        <NextKeys run={run} openRecipe={openRecipe} />
        <LatePart>
          <ShareKeys run={run} />
        </LatePart>
        <BackKey />
        {result !== null && <Remarks run={run} result={result} />}
      </div>
    </section>
  )
}

function Result({ run, plan, result }: { run: Run; plan: RunPlan; result: TestScores }) {
  const figure = percentFigure(finalScore(result).accuracy, GOAL)
  const [time, ...unit] = formatTime(run.trainSeconds).split(/(?<=\d)(?=\u00a0)/)
  return (
    <>
      <h1 className="numeral">
        {figure}
        <span className="percent">%</span>
        <span className="in">{TEXT.in}</span>
        {time}
        <span className="unit">{unit.join('').replaceAll('\u00a0', '\u202f')}</span>
      </h1>
      <p className="lead">{leadOf(run, plan, result)}</p>
    </>
  )
}

function leadOf(run: Run, plan: RunPlan, result: TestScores): string {
  if (run.request.dataset === 'sample') return TEXT.sample(plan.testImages, plan.trainImages)
  const { accuracy } = finalScore(result)
  const changes = changesOf(run.request.choice).length
  const preset = presetNamed(run.request.choice.preset)
  const { published } = preset
  const short = Math.ceil(GOAL * plan.testImages) - Math.round(accuracy * plan.testImages)
  if (short > 0) {
    const why = isOnlyALook(preset)
      ? TEXT.missLook
      : GOAL - accuracy <= 0.0045
        ? TEXT.missNear
        : changes > 0
          ? TEXT.missChanged
          : TEXT.missFar
    return `${TEXT.missed(short)} ${why}`
  }
  const where = deviceOf(plan)
  return published === null ? `${where}.` : `${where}. ${TEXT.published(published, changes)}`
}

const deviceOf = (plan: RunPlan): string =>
  TEXT.on(
    plan.engine.adapter || ownGpuName() || TEXT.unnamedDevice,
    browserName(navigator.userAgent),
  )

function EarlyEnd({ run }: { run: Run }) {
  const last = run.epochs.at(-1)
  const steps = run.plan?.length.steps ?? 0
  const title =
    run.phase === 'stopped'
      ? TEXT.stopped(run.steps, steps)
      : run.plan === null
        ? TEXT.notStarted
        : TEXT.failed(run.steps)
  const stoppedLead =
    last === undefined
      ? TEXT.stoppedLead
      : `${TEXT.stoppedLead} ${TEXT.stoppedAt(percentFigure(finalScore(last.test).accuracy, GOAL))}`
  return (
    <>
      <h1 className="h1">{title}</h1>
      <p className="lead" role={run.failure === null ? undefined : 'alert'}>
        {run.failure === null ? stoppedLead : `${run.failure.message} ${run.failure.advice}`}
      </p>
    </>
  )
}

function NextKeys({ run, openRecipe }: { run: Run; openRecipe: () => void }) {
  const setup = useLab((state) => state.setup)
  const { start, goOn } = useActions()
  const { request, phase, kept } = run
  const nextSeed = request.seed === MAX_SEED ? 0 : request.seed + 1
  const changed = !sameChoice(setup.choice, request.choice)
  return (
    <>
      {phase === 'done' ? (
        <RunKey onClick={() => start({ ...request, seed: nextSeed })}>
          {RUN.keys.seed(nextSeed)}
        </RunKey>
      ) : (
        <>
          {kept !== null && (
            <RunKey icon={Play} onClick={goOn}>
              {RUN.keys.goOn(kept)}
            </RunKey>
          )}
          <RunKey onClick={() => start(request)}>{RUN.keys.again}</RunKey>
        </>
      )}
      {changed && (
        <RunKey
          onClick={() => start({ ...requestFor(setup, request.dataset), seed: request.seed })}
        >
          {RUN.keys.changed}
        </RunKey>
      )}
      {phase === 'failed' && (
        <button type="button" className="key large" onClick={openRecipe}>
          <PanelRight strokeWidth={1.5} aria-hidden />
          {RUN.keys.openRecipe}
        </button>
      )}
    </>
  )
}

function BackKey() {
  const { leaveRun } = useActions()
  return (
    <button type="button" className="key large" onClick={leaveRun}>
      <ArrowLeft strokeWidth={1.5} aria-hidden />
      {RUN.keys.back}
    </button>
  )
}

interface RunKeyProps {
  readonly icon?: LucideIcon
  readonly onClick: () => void
  readonly children: ReactNode
}

function RunKey({ icon: Icon = Repeat, onClick, children }: RunKeyProps) {
  const ref = useFocusIfLost<HTMLButtonElement>()
  return (
    <button ref={ref} type="button" className="key large" onClick={onClick}>
      <Icon strokeWidth={1.5} aria-hidden />
      {children}
    </button>
  )
}

/** Beside the keys: how much of a result is luck, and where it was computed. */
function Remarks({ run, result }: { run: Run; result: TestScores }) {
  if (run.plan === null) return null
  const met = finalScore(result).accuracy >= GOAL
  const onSample = run.request.dataset === 'sample'
  const first = met && !onSample ? TEXT.luck : capitalised(`${deviceOf(run.plan)}.`)
  return (
    <div className="note">
      <p>{first}</p>
      {run.augmentSeconds !== null && <p>{TEXT.augmented(formatTime(run.augmentSeconds))}</p>}
      {!onSample && <p>{TEXT.second}</p>}
    </div>
  )
}

const capitalised = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1)
