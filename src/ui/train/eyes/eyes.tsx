import { type KeyboardEvent, useId, useState } from 'react'
import { Check, X } from 'lucide-react'
import { CLASS_NAMES } from '../../../data/records.ts'
import type { Run } from '../../../runs/run.ts'
import { useLab } from '../../context/lab-context.ts'
import { epochWords } from '../epoch-words.ts'
import { type Eye, eyesOf, shippedEyes } from './eyes-of.ts'
import './eyes.css'
import { EYES as TEXT } from './texts.ts'

/** Above the curves: twelve test images as the run sees them, or before a run the shipped network. */
export function Eyes() {
  const heading = useId()
  const epochs = useLab(({ run }) => run?.epochs ?? null)
  const note = useLab(({ run }) => (run === null ? TEXT.shipped : noteOn(run)))
  return (
    <section className="eyes" aria-labelledby={heading}>
      <p className="eyes-title">
        <b id={heading}>{TEXT.title}</b> <span>{note}</span>
        <span className="wide-only"> {TEXT.hover}</span>
      </p>
      <Tiles eyes={epochs === null ? shippedEyes() : eyesOf(epochs)} />
    </section>
  )
}

function noteOn({ plan, phase, epochs }: Run): string {
  const last = epochs.at(-1)
  if (last === undefined || plan === null) {
    return phase === 'preparing' || phase === 'running' || phase === 'paused'
      ? `${TEXT.waiting} ${TEXT.atStart}`
      : TEXT.waiting
  }
  if (!last.watched) return TEXT.otherImages
  const when = phase === 'done' ? TEXT.final : TEXT.tested(epochWords(last.epoch, plan.length))
  return epochs.length > 1 ? `${when} ${TEXT.changed}` : when
}

/** One stop of the Tab key; arrow keys go from image to image. */
function Tiles({ eyes }: { eyes: readonly Eye[] }) {
  const [current, setCurrent] = useState(0)
  const [pressed, setPressed] = useState<number | null>(null)
  const go = (event: KeyboardEvent<HTMLElement>, at: number) => {
    const to = targetOf(event.key, at, eyes.length - 1)
    if (to === null) return
    event.preventDefault()
    const tiles = event.currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('.eye')
    tiles?.item(to).focus()
  }
  return (
    <ul className="eye-row">
      {eyes.map((eye, i) => (
        <li key={eye.record}>
          <button
            type="button"
            className="eye"
            aria-label={TEXT.tile(eye)}
            tabIndex={i === current ? 0 : -1}
            aria-pressed={i === pressed}
            data-changed={eye.seen !== null && eye.seen.before !== null}
            onFocus={() => setCurrent(i)}
            onClick={() => setPressed(i === pressed ? null : i)}
            onKeyDown={(event) => go(event, i)}
          >
            <span
              className="eye-image"
              style={{ backgroundPositionX: `${(100 * i) / (eyes.length - 1)}%` }}
            />
            <Seen eye={eye} />
            <span className="eye-truth">
              <b>{CLASS_NAMES[eye.label]}</b>
              <span>{TEXT.trueClass}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function targetOf(key: string, at: number, last: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(last, at + 1)
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, at - 1)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}

function Seen({ eye: { label, seen } }: { eye: Eye }) {
  if (seen === null) return <span className="eye-seen" />
  const Mark = seen.predicted === label ? Check : X
  return (
    <span className="eye-seen">
      <b>{CLASS_NAMES[seen.predicted]}</b>
      <span>
        <Mark strokeWidth={1.5} aria-hidden />
        {TEXT.confidence(seen.confidence)}
      </span>
    </span>
  )
}
