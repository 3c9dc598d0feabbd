import { useMemo } from 'react'
import { presetChoice } from '../../recipe/choice.ts'
import type { PresetName } from '../../recipe/presets.ts'
import { changesOf } from '../../recipe/choice/summary.ts'
import { TOGGLES } from '../../recipe/toggles.ts'
import { GOAL } from '../../runs/run.ts'
import { sameChoice } from '../../runs/store/setup.ts'
import { estimateOf, type LabState } from '../../runs/store/lab-state.ts'
import type { EstimateReport } from '../../worker/protocol.ts'
import { formatAccuracy } from '../compare/format.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { showToggle } from '../recipe/toggles/shown-toggle.ts'
import { deviceWords } from '../words/device-words.ts'
import { approximateTime, inline } from '../words/format.ts'
import type { OwnResult } from './own-results.ts'
import { choiceFlops, presetFlops } from './step-flops.ts'
import type { StoryStep } from './steps.ts'
import { STORY_TEXT as TEXT } from './texts.ts'
import { Lane } from './waterfall.tsx'

interface StepItemProps {
  readonly step: StoryStep
  readonly own: OwnResult | undefined
  readonly continues: boolean
  readonly openRecipe: () => void
}

/** One step: what it does, what it saved, and a button that sets its recipe. */
export function StepItem({ step, own, continues, openRecipe }: StepItemProps) {
  const { title, line } = TEXT.steps[step.name]
  return (
    <li className="story-step">
      <div className="story-what">
        <h4>{title}</h4>
        <p>{line}</p>
        {own !== undefined && <OwnWords own={own} />}
      </div>
      <Lane step={step} own={own} continues={continues} />
      <div className="story-figures">
        <Figures step={step} title={title} />
        <TryStep step={step} title={title} openRecipe={openRecipe} />
      </div>
    </li>
  )
}

function OwnWords({ own: { accuracy, record } }: { own: OwnResult }) {
  const words = TEXT.ownResult(
    formatAccuracy(accuracy),
    TEXT.ownRuns(accuracy.count),
    deviceWords(record),
  )
  return (
    <p className="story-own-words">
      <b>{TEXT.yours}</b> {words}.{accuracy.mean < GOAL && ` ${TEXT.ownMissed}`}
    </p>
  )
}

interface FiguresProps {
  readonly step: StoryStep
  readonly title: string
}

/** Published results, and the expected time here. */
function Figures({ step: { published, preset }, title }: FiguresProps) {
  const seconds = useSecondsHere(preset)
  const operations = TEXT.operations(presetFlops(preset))
  return (
    <div>
      {published !== null && (
        <p>
          {TEXT.accuracy(published.accuracy)}, {operations}
        </p>
      )}
      {published === null && <p>{operations}</p>}
      {seconds !== null && <p>{TEXT.timeHere(inline(approximateTime(seconds)))}</p>}
      {published !== null && (
        <p>
          <a
            href={published.source}
            target="_blank"
            rel="noreferrer"
            aria-label={TEXT.sourceOf(title)}
          >
            {TEXT.source}
          </a>
        </p>
      )}
    </div>
  )
}

/** Expected training time of a preset here: measured, or scaled by its operations from the last recipe that was measured. */
function useSecondsHere(preset: PresetName): number | null {
  const estimate = useLab((state) => estimateOf(state, presetChoice(preset)) ?? lastEstimate(state))
  return useMemo(() => {
    if (estimate === null) return null
    const { choice, seconds } = estimate
    return sameChoice(choice, presetChoice(preset))
      ? seconds
      : (seconds * presetFlops(preset)) / choiceFlops(choice)
  }, [estimate, preset])
}

const lastEstimate = ({ estimates, setup }: LabState): EstimateReport | null =>
  estimates.findLast(({ engine }) => engine === setup.engine) ?? null

interface TryStepProps extends FiguresProps {
  readonly openRecipe: () => void
}

/** Selects the step's recipe and opens it at its toggle; if already selected, goes to the start button. */
function TryStep({ step: { preset, toggle }, title, openRecipe }: TryStepProps) {
  const chosen = useLab(
    ({ setup: { choice } }) => choice.preset === preset && changesOf(choice).length === 0,
  )
  const { choosePreset } = useActions()
  if (toggle === null) return null
  const tryIt = () => {
    choosePreset(preset)
    showToggle(preset, toggle)
    openRecipe()
  }
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-label={TEXT.tryNamed(title)}
        onClick={tryIt}
      >
        {TEXT.tryStep}
      </button>
      <p className="story-toggle">
        {TEXT.toggle} <b>{TOGGLES[toggle].title}</b>
      </p>
      {chosen && (
        <p className="story-chosen">
          {TEXT.chosen}{' '}
          <button type="button" className="word-button" onClick={goToStart}>
            {TEXT.toStart}
          </button>
        </p>
      )}
    </>
  )
}

/** The buttons that start a run are the first of the view. */
function goToStart(): void {
  scrollTo(0, 0)
  document.querySelector<HTMLElement>('.strip .acts button')?.focus()
}
