import { ArrowLeft, ArrowRight } from 'lucide-react'
import type { CSSProperties } from 'react'
import { GOAL } from '../../runs/run.ts'
import { formatTime } from '../words/format.ts'
import type { OwnResult } from './own-results.ts'
import type { StoryStep } from './steps.ts'
import { STORY_TEXT as TEXT } from './texts.ts'
import { GRID_SECONDS, clampedPosition, positionOf } from './time-scale.ts'

/** From this percentage of the plot's width, a label fits left of its mark. */
const ROOM_LEFT = 45

type Placement = CSSProperties & Readonly<Record<`--${string}`, string>>

const at = (percent: number, width = 0): Placement => ({
  '--at': `${percent}%`,
  '--wide': `${width}%`,
})

/** The times at the lines of the grid. */
export function WaterfallAxis() {
  return (
    <div className="story-axis" aria-hidden>
      {GRID_SECONDS.map((seconds) => (
        <span key={seconds} style={at(positionOf(seconds))}>
          {seconds === GRID_SECONDS[GRID_SECONDS.length - 1] ? TEXT.seconds(seconds) : seconds}
        </span>
      ))}
    </div>
  )
}

interface LaneProps {
  readonly step: StoryStep
  readonly own: OwnResult | undefined
  /** Whether the next step builds on this one. */
  readonly continues: boolean
}

/** A step's part of the waterfall: the time it saves as a bar down to its own time, and the visitor's own beside it. */
export function Lane({ step, own, continues }: LaneProps) {
  return (
    <div className="story-lane">
      {continues && step.published !== null && (
        <span className="story-link" style={at(positionOf(step.published.seconds))} aria-hidden />
      )}
      <PublishedMark step={step} />
      {own !== undefined && <OwnMark own={own} />}
    </div>
  )
}

function PublishedMark({ step: { kind, published, before } }: { step: StoryStep }) {
  if (published === null) return <p className="story-untimed">{TEXT.noTime}</p>
  const here = positionOf(published.seconds)
  const width = before === null ? 0 : positionOf(before) - here
  const left = here >= ROOM_LEFT
  return (
    <p className="story-mark" data-kind={kind} data-device={published.device}>
      <span className="story-bar" style={at(here, width)} aria-hidden />
      <span
        className={left ? 'story-label left' : 'story-label'}
        style={at(left ? here : here + width)}
      >
        <b>{TEXT.seconds(published.seconds)}</b> {published.device}
      </span>
    </p>
  )
}

function OwnMark({ own }: { own: OwnResult }) {
  const { percent, beyond } = clampedPosition(own.seconds.mean)
  const left = percent >= ROOM_LEFT
  return (
    <p className="story-own" data-reached={own.accuracy.mean >= GOAL}>
      {beyond === null && <span className="story-dot" style={at(percent)} aria-hidden />}
      <span className={left ? 'story-label left' : 'story-label'} style={at(percent)}>
        {beyond === 'left' && <ArrowLeft strokeWidth={1.5} aria-hidden />}
        <b>{TEXT.own(formatTime(own.seconds.mean))}</b>
        {beyond === 'right' && <ArrowRight strokeWidth={1.5} aria-hidden />}
      </span>
    </p>
  )
}
