import { lazy } from 'react'
import { requestFor } from '../../runs/store/lab-actions.ts'
import { choiceToTry, estimateOf } from '../../runs/store/lab-state.ts'
import { sameChoice, DEMO_CHOICE } from '../../runs/store/setup.ts'
import type { AdapterReport, EstimateReport, SavedRunReport } from '../../worker/protocol.ts'
import { isDemo, presetNamed } from '../../recipe/presets.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { TourButton } from '../tour/tour-button.tsx'
import { useHidden, useLesson } from '../lesson/current-lesson.ts'
import { LatePart } from '../controls/late-part.tsx'
import { useRaced } from '../race/raced.ts'
import { ShippedOffers } from '../shipped/offers.tsx'
import { SAMPLE_BYTES } from '../images/sources.ts'
import { loadRunStrip } from './load-run-strip.ts'
import { costOfTraining, ProblemNote, TimeHere } from './start-facts.tsx'
import { useOffersFirst, withoutGpu } from './start-order.ts'
import { SHIPPED } from '../shipped/texts.ts'
import { BEFORE as TEXT } from './texts.ts'
import { attempt } from '../controls/attempt.ts'

const BeforeRace = lazy(async () => ({
  default: (await import('../race/before-race.tsx')).BeforeRace,
}))

/** Before a run; a visitor with a shared run to race sees that first. */
export function Before() {
  const raced = useRaced()
  if (raced === null) return <BeforeFirst />
  return (
    <LatePart fallback={<section className="strip" />}>
      <BeforeRace entry={raced} />
    </LatePart>
  )
}

/** What lab94 does, how long training takes here, and the two buttons. */
function BeforeFirst() {
  const adapter = useLab((state) => state.adapter)
  const full = useLab((state) => estimateOf(state, state.setup.choice))
  const tried = useLab((state) => estimateOf(state, choiceToTry(state)))
  const fullHidden = useHidden('full')
  return (
    <section className="strip">
      <div className="say">
        <h1 className="h1">{TEXT.title}</h1>
        <p className="lead">{leadFor(adapter, full, tried)}</p>
      </div>
      {!fullHidden && <TimeHere adapter={adapter} estimate={full} />}
      <StartButtons full={full} tried={tried} />
    </section>
  )
}

function leadFor(
  adapter: AdapterReport | null,
  full: EstimateReport | null,
  tried: EstimateReport | null,
): string {
  if (adapter !== null && adapter.missing !== null) return TEXT.leadMissing(adapter.missing)
  if (adapter === null || !adapter.software) return TEXT.lead
  return TEXT.leadSoftware(full?.seconds ?? null, tried?.sampleSeconds ?? null)
}

function StartButtons({
  full,
  tried,
}: {
  full: EstimateReport | null
  tried: EstimateReport | null
}) {
  const setup = useLab((state) => state.setup)
  const tryChoice = useLab(choiceToTry)
  const offersFirst = useOffersFirst()
  const found = useLab(({ adapter }) => adapter !== null && withoutGpu(adapter))
  const noGpu = found || offersFirst === true
  const saved = useLab((state) => state.saved)
  const fullHidden = useHidden('full')
  const { start, resumeSaved } = useActions()
  const train = (
    <button
      key="train"
      type="button"
      className={noGpu ? 'button large' : 'button large go'}
      onClick={() => start(requestFor(setup, 'full'))}
    >
      {TEXT.train}
    </button>
  )
  const tryNow = (
    <button
      key="try"
      type="button"
      className={fullHidden && !noGpu ? 'button large go' : 'button large'}
      onClick={() => start(requestFor({ ...setup, choice: tryChoice }, 'sample'))}
    >
      {TEXT.tryNow}
    </button>
  )
  return (
    <div
      className={noGpu ? 'acts many' : 'acts'}
      data-waiting={offersFirst === null}
      onPointerEnter={() => attempt(loadRunStrip)}
      onFocus={() => attempt(loadRunStrip)}
    >
      {offersFirst && <ShippedOffers />}
      {fullHidden ? tryNow : offersFirst ? [tryNow, train] : [train, tryNow]}
      {saved !== null && saved.step < saved.steps && (
        <button type="button" className="button large" onClick={() => resumeSaved()}>
          {resumeLabel(saved)}
        </button>
      )}
      {offersFirst === false && noGpu && <ShippedOffers />}
      <Notes full={full} tried={tried} />
    </div>
  )
}

/** Names an interrupted run and its progress. */
function resumeLabel({ request, step, steps }: SavedRunReport): string {
  const { title } = presetNamed(request.choice.preset)
  return TEXT.resume(title, `${Math.floor((100 * step) / steps)}%`)
}

function Notes({ full, tried }: { full: EstimateReport | null; tried: EstimateReport | null }) {
  const data = useLab((state) => state.data)
  const adapter = useLab((state) => state.adapter)
  const choice = useLab((state) => state.setup.choice)
  const tryChoice = useLab(choiceToTry)
  const fullHidden = useHidden('full')
  const lesson = useLesson()
  const isDemoRecipe = isDemo(presetNamed(choice.preset))
  const noF16Reason =
    adapter === null || adapter.software ? null : (adapter.details?.noF16Reason ?? null)
  const tryTiny = !sameChoice(tryChoice, choice) && sameChoice(tryChoice, DEMO_CHOICE)
  return (
    <ProblemNote>
      {!fullHidden && (
        <p>
          {full !== null && (
            <span className="time-in-note">
              <b>{TEXT.aboutHere(full.seconds)}</b>{' '}
            </span>
          )}
          {isDemoRecipe ? `${TEXT.demo} ` : ''}
          {costOfTraining(data)}
          {noF16Reason !== null && ` ${TEXT.noF16(noF16Reason)}`}
        </p>
      )}
      {adapter !== null && withoutGpu(adapter) && <p>{SHIPPED.offers.note}</p>}
      <p>
        {tryTiny
          ? TEXT.tryingTiny(SAMPLE_BYTES)
          : TEXT.trying(SAMPLE_BYTES, tried?.sampleSeconds ?? null)}{' '}
        {lesson === null && <TourButton />}
      </p>
    </ProblemNote>
  )
}
