import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import { useEffect, useEffectEvent, useId, useRef } from 'react'
import { reasonOf } from '../../errors/reason-of.ts'
import { goTo } from '../address/page-view.ts'
import { type LoadRunLibrary, useLoadRunLibrary } from '../context/run-library-context.ts'
import { notify } from '../controls/notice.tsx'
import { importRecordedRuns } from '../shipped/import-recorded.ts'
import { closeTour, showStop, STOP_COUNT, useTour } from './position.ts'
import { type Stop, STOPS } from './stops.ts'
import { TOUR as TEXT } from './texts.ts'
import './tour.css'

/** The tour's panel at the window's foot. The page stays usable beside it. */
export function Tour() {
  const { at } = useTour()
  const stop = STOPS[at]
  const load = useLoadRunLibrary()
  const panel = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const title = useId()
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    showView(stop, load).catch((error: unknown) => notify(TEXT.notShown(reasonOf(error))))
  }, [stop, load])
  useMarkedPart(stop.part)
  const next = () => {
    if (at + 1 === STOP_COUNT) goTo('train')
    showStop(at + 1)
  }
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = { ArrowRight: next, ArrowLeft: () => showStop(at - 1), Escape: closeTour }[
      event.key
    ]
    if (act === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    const section = panel.current
    const listener = (event: KeyboardEvent) => press(event)
    section?.addEventListener('keydown', listener)
    return () => section?.removeEventListener('keydown', listener)
  }, [])
  return (
    <section className="tour" ref={panel} aria-labelledby={title}>
      <div className="page">
        <div className="tour-text">
          <p className="caption">{TEXT.position(at + 1, STOP_COUNT)}</p>
          <h2 className="h2" id={title} ref={heading} tabIndex={-1}>
            {stop.title}
          </h2>
          <p>{stop.text}</p>
        </div>
        <div className="tour-buttons">
          <button
            type="button"
            className="button"
            aria-disabled={at === 0}
            onClick={() => showStop(at - 1)}
          >
            <ArrowLeft strokeWidth={1.5} aria-hidden />
            {TEXT.back}
          </button>
          <button type="button" className="button" onClick={next}>
            <ArrowRight strokeWidth={1.5} aria-hidden />
            {at + 1 === STOP_COUNT ? TEXT.finish : TEXT.next}
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={TEXT.pause}
            title={TEXT.pause}
            onClick={closeTour}
          >
            <X strokeWidth={1.5} aria-hidden />
          </button>
          <p className="caption wide-only">{TEXT.keys}</p>
        </div>
      </div>
    </section>
  )
}

async function showView({ view, withRecordedRun }: Stop, load: LoadRunLibrary): Promise<void> {
  if (withRecordedRun === undefined) return goTo(view)
  const ids = await importRecordedRuns(load)
  return goTo(view, (parameters) => {
    if (ids.length > 0) parameters.set('runs', ids.join(','))
  })
}

/** Marks the part of the page that a stop is about and scrolls to it, as soon as it is there. */
function useMarkedPart(selector: string): void {
  useEffect(() => {
    let marked: Element | null = null
    const mark = () => {
      const part = document.querySelector(selector)
      if (part === null || part === marked) return
      marked?.removeAttribute('data-tour')
      marked = part
      part.setAttribute('data-tour', '')
      part.scrollIntoView({ block: 'start' })
    }
    // Views and their parts load lazily, and may be re-rendered.
    const observer = new MutationObserver(mark)
    observer.observe(document.body, { childList: true, subtree: true })
    mark()
    return () => {
      observer.disconnect()
      marked?.removeAttribute('data-tour')
    }
  }, [selector])
}
