import type { DataStatus } from '../../data/status.ts'
import { choiceToTry, estimateOf, requestFor } from '../../runs/store.ts'
import { sameChoice, LOOK_CHOICE } from '../../runs/setup.ts'
import type { AdapterReport, EstimateReport, KeptReport } from '../../worker/protocol.ts'
import { isOnlyALook, presetNamed } from '../../recipe/presets.ts'
import { approximateTime } from '../format.ts'
import { GpuName } from '../gpu/gpu-key.tsx'
import { useActions, useLab } from '../lab-context.ts'
import { ARCHIVE_BYTES, SAMPLE_BYTES } from '../images/sources.ts'
import { loadRunStrip } from './load-run-strip.ts'
import { Numeral } from './numeral.tsx'
import { BEFORE as TEXT } from './texts.ts'

/** Before a run: what it is, what it will take here, and the two keys. */
export function Before() {
  const adapter = useLab((state) => state.adapter)
  const full = useLab((state) => estimateOf(state, state.setup.choice))
  const tried = useLab((state) => estimateOf(state, choiceToTry(state)))
  return (
    <section className="strip">
      <div className="say">
        <h1 className="h1">{TEXT.title}</h1>
        <p className="lead">{leadFor(adapter, full, tried)}</p>
      </div>
      <TimeHere adapter={adapter} estimate={full} />
      <StartKeys full={full} tried={tried} />
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

function TimeHere({
  adapter,
  estimate,
}: {
  adapter: AdapterReport | null
  estimate: EstimateReport | null
}) {
  const through = TEXT.through[adapter?.backend ?? 'webgpu']
  const time = estimate === null ? null : approximateTime(estimate.seconds)
  return (
    <dl className="facts">
      <dt>{TEXT.time}</dt>
      <dd>
        {time === null ? (
          <Numeral value="" widest="88" />
        ) : (
          <Numeral value={time.value} unit={time.unit} />
        )}
        <div className="caption">
          <GpuName />
          {estimate === null
            ? TEXT.measuring
            : TEXT.range(estimate.secondsLow, estimate.secondsHigh, through)}
        </div>
      </dd>
    </dl>
  )
}

function StartKeys({ full, tried }: { full: EstimateReport | null; tried: EstimateReport | null }) {
  const setup = useLab((state) => state.setup)
  const tryChoice = useLab(choiceToTry)
  const processor = useLab((state) => state.adapter?.software === true)
  const kept = useLab((state) => state.kept)
  const { start, goOn } = useActions()
  const train = (
    <button
      key="train"
      type="button"
      className={processor ? 'key large' : 'key large go'}
      onClick={() => start(requestFor(setup, 'full'))}
    >
      {TEXT.train}
    </button>
  )
  const tryNow = (
    <button
      key="try"
      type="button"
      className={processor ? 'key large go' : 'key large'}
      onClick={() => start(requestFor({ ...setup, choice: tryChoice }, 'sample'))}
    >
      {TEXT.tryNow}
    </button>
  )
  return (
    <div
      className="acts"
      onPointerEnter={() => void loadRunStrip()}
      onFocus={() => void loadRunStrip()}
    >
      {processor ? [tryNow, train] : [train, tryNow]}
      {kept !== null && kept.step < kept.steps && (
        <button type="button" className="key large" onClick={goOn}>
          {goOnWith(kept)}
        </button>
      )}
      <Notes full={full} tried={tried} />
    </div>
  )
}

/** Names a run that was cut off, and how far it came. */
function goOnWith({ request, step, steps }: KeptReport): string {
  const { title } = presetNamed(request.choice.preset)
  return TEXT.goOn(title, `${Math.floor((100 * step) / steps)}%`)
}

function Notes({ full, tried }: { full: EstimateReport | null; tried: EstimateReport | null }) {
  const problem = useLab((state) => state.problem ?? state.data?.error ?? null)
  const data = useLab((state) => state.data)
  const adapter = useLab((state) => state.adapter)
  const choice = useLab((state) => state.setup.choice)
  const tryChoice = useLab(choiceToTry)
  const onlyALook = isOnlyALook(presetNamed(choice.preset))
  if (problem !== null) {
    return (
      <div className="note" role="alert">
        <p>
          <b>{problem.message}</b>
        </p>
        <p>{problem.advice}</p>
      </div>
    )
  }
  const noHalves = adapter === null || adapter.software ? null : (adapter.details?.noHalves ?? null)
  const tryTiny = !sameChoice(tryChoice, choice) && sameChoice(tryChoice, LOOK_CHOICE)
  return (
    <div className="note">
      <p>
        {full !== null && (
          <span className="time-in-note">
            <b>{TEXT.aboutHere(full.seconds)}</b>{' '}
          </span>
        )}
        {onlyALook ? `${TEXT.onlyALook} ` : ''}
        {costOfTraining(data)}
        {noHalves !== null && ` ${TEXT.noHalves(noHalves)}`}
      </p>
      <p>
        {tryTiny
          ? TEXT.tryingTiny(SAMPLE_BYTES)
          : TEXT.trying(SAMPLE_BYTES, tried?.sampleSeconds ?? null)}
      </p>
    </div>
  )
}

function costOfTraining(data: DataStatus | null): string {
  if (data?.phase === 'ready') return TEXT.here
  if (data !== null && data.bytesDone > 0) return TEXT.partly(data.bytesDone, data.bytesTotal)
  return TEXT.download(data?.source?.kind === 'mirror' ? data.bytesTotal : ARCHIVE_BYTES)
}
