import { useEffect, useId, useRef } from 'react'
import type { PresetName } from '../../recipe/presets.ts'
import type { OwnResult } from './own-results.ts'
import { presetFlops } from './step-flops.ts'
import { StepItem } from './step-item.tsx'
import { type Chapter, type StepName, stepNamed, STORY } from './steps.ts'
import './story.css'
import { STORY_TEXT as TEXT } from './texts.ts'
import { useOwnResults } from './use-own-results.ts'
import { WaterfallAxis } from './waterfall.tsx'

const MILESTONES = ['start', 'views', 'e1'] as const

/** The history of training to 94%, step by step, with a way to try each step. */
export function Story({ openRecipe }: { openRecipe: () => void }) {
  const heading = useId()
  const section = useRef<HTMLElement>(null)
  const { own, want } = useOwnResults()
  useEffect(() => {
    if (section.current === null) return undefined
    const seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) want()
    })
    seen.observe(section.current)
    return () => seen.disconnect()
  }, [want])
  return (
    <section ref={section} className="section story" aria-labelledby={heading}>
      <h2 className="h2" id={heading}>
        {TEXT.title}
      </h2>
      <p className="lead">{TEXT.lead}</p>
      <Milestones />
      <div className="story-notes">
        <p>{workWords()}</p>
        <p>{TEXT.reading}</p>
      </div>
      <Chapters own={own} openRecipe={openRecipe} />
      <p className="story-end">{TEXT.measured}</p>
    </section>
  )
}

function workWords(): string {
  const [first, last] = (['start', 'e1'] as const).map((name) =>
    presetFlops(stepNamed(name).preset),
  )
  return TEXT.work(TEXT.operations(first), TEXT.operations(last), Math.round(first / last))
}

function Milestones() {
  return (
    <ul className="story-milestones">
      {MILESTONES.map((name) => (
        <Milestone key={name} name={name} />
      ))}
    </ul>
  )
}

function Milestone({ name }: { name: StepName & keyof typeof TEXT.milestones }) {
  const { published, preset } = stepNamed(name)
  if (published === null) return null
  return (
    <li>
      <p className="numeral">
        {published.seconds}
        <span className="unit">{TEXT.secondsUnit}</span>
      </p>
      <p className="caption">
        <b>{TEXT.operations(presetFlops(preset))}</b> {TEXT.milestones[name]}
      </p>
    </li>
  )
}

interface ChaptersProps {
  readonly own: ReadonlyMap<PresetName, OwnResult>
  readonly openRecipe: () => void
}

function Chapters({ own, openRecipe }: ChaptersProps) {
  return STORY.map((chapter) => (
    <ChapterPart key={chapter.name} chapter={chapter} own={own} openRecipe={openRecipe} />
  ))
}

interface ChapterPartProps extends ChaptersProps {
  readonly chapter: Chapter
}

function ChapterPart({ chapter: { name, steps }, own, openRecipe }: ChapterPartProps) {
  const { title, intro, device } = TEXT.chapters[name]
  return (
    <>
      <div className="story-chapter">
        <div>
          <h3>{title}</h3>
          <p>{intro}</p>
        </div>
        {device !== null && (
          <div>
            <p>
              {TEXT.timesOn} <b>{device}</b>
            </p>
            <WaterfallAxis />
          </div>
        )}
      </div>
      <ol className="story-steps">
        {steps.map((step, i) => (
          <StepItem
            key={step.name}
            step={step}
            own={step.published === null || step.toggle === null ? undefined : own.get(step.preset)}
            continues={steps.at(i + 1)?.kind === 'faster'}
            openRecipe={openRecipe}
          />
        ))}
      </ol>
    </>
  )
}
