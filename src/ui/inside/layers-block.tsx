import { useEffect, useMemo } from 'react'
import type { Profile } from '../../engine/profile.ts'
import { resolveRecipe } from '../../recipe/choice.ts'
import { summariseChoice } from '../../recipe/summary.ts'
import type { Inspections } from '../../runs/inspections.ts'
import type { RunRequest } from '../../runs/run.ts'
import { perfectSeconds, runFlops } from '../../trainer/compute.ts'
import { formatCount } from '../format.ts'
import { useInspections } from '../gallery-context.ts'
import { useLab } from '../lab-context.ts'
import { layerWords, shapeWords } from './layer-words.ts'
import { layerTable } from './layers.ts'
import { layerTimes, type StepTime } from './network/layer-times.ts'
import { ReadBlock } from './network/read-block.tsx'
import { NETWORK } from './network/texts.ts'
import type { Subject } from './subject.ts'
import { INSIDE } from './texts.ts'
import { useReading } from './use-reading.ts'

const TEXT = INSIDE.layers
const TIMES = NETWORK.times

interface TimedStep {
  readonly request: RunRequest
  readonly profile: Profile
}

/** The network layer by layer, with where its numbers and operations are, and once it is timed, its time. */
export function Layers() {
  const inspections = useInspections()
  const setUp = useLab(({ setup }) => setup.choice)
  const peak = useLab((state) => state.peak)
  const reading = useReading<TimedStep>()
  const timed = reading.value
  const choice = timed?.request.choice ?? setUp
  const { rows, parameters, flops } = useMemo(
    () => layerTable(resolveRecipe(choice).network),
    [choice],
  )
  const known = peak === null || 'unavailable' in peak ? null : peak
  const times = timed === null ? null : layerTimes(rows, timed.profile, known)
  useEffect(() => {
    if (timed !== null && peak === null) inspections.measurePeak()
  }, [timed, peak, inspections])
  const most = Math.max(
    ...rows.map((row, i) => (times === null ? row.flops : times.rows[i].milliseconds)),
    times?.rest.milliseconds ?? 0,
  )
  return (
    <ReadBlock
      id="layers"
      title={TEXT.title}
      what={
        <>
          <p>{TEXT.totals(parameters, flops)}</p>
          {timed === null ? (
            <p>{TEXT.bars}</p>
          ) : (
            <>
              <p>{TIMES.of(summariseChoice(choice))}</p>
              <p>{TIMES.what}</p>
              <PeakWords timed={timed} all={times?.all ?? null} />
            </>
          )}
        </>
      }
      read={TIMES.read}
      reading={reading}
      ask={(subject) => reading.ask(() => timeStep(inspections, subject))}
      standing={
        <table className={times === null ? 'layers' : 'layers timed'}>
          <thead>
            <tr>
              <th scope="col">{TEXT.layer}</th>
              <th scope="col">{TEXT.output}</th>
              <th scope="col" className="number">
                {TEXT.parameters}
              </th>
              <th scope="col" className="number">
                {TEXT.flops}
              </th>
              {times !== null && (
                <>
                  <th scope="col" className="number">
                    {TIMES.column}
                  </th>
                  <th scope="col" className="number">
                    {TIMES.atPeak}
                  </th>
                </>
              )}
              <td className="bar" aria-hidden />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <th scope="row">{row.layers.map(layerWords).join(', ')}</th>
                <td className="second">{shapeWords(row.output)}</td>
                <td className="number">{row.parameters > 0 && formatCount(row.parameters)}</td>
                <td className="number">{row.flops > 0 && TEXT.millions(row.flops)}</td>
                {times !== null && <TimeCells time={times.rows[i]} />}
                <Bar share={(times === null ? row.flops : times.rows[i].milliseconds) / most} />
              </tr>
            ))}
            {times !== null && (
              <tr>
                <th scope="row" colSpan={4}>
                  {TIMES.rest}
                </th>
                <TimeCells time={times.rest} />
                <Bar share={times.rest.milliseconds / most} />
              </tr>
            )}
            <tr className="sum">
              <th scope="row" colSpan={2}>
                {TEXT.all}
              </th>
              <td className="number">{formatCount(parameters)}</td>
              <td className="number">{TEXT.millions(flops)}</td>
              {times !== null && <TimeCells time={times.all} />}
              <td className="bar" aria-hidden />
            </tr>
          </tbody>
        </table>
      }
    />
  )
}

async function timeStep(inspections: Inspections, { request }: Subject): Promise<TimedStep> {
  const result = await inspections.ask({ what: 'profile' })
  if (result.what !== 'profile') throw new Error(`Asked for a profile, got ${result.what}.`)
  if ('unavailable' in result.profile) throw new Error(result.profile.unavailable)
  return { request, profile: result.profile }
}

/** What the GPU would need at its best: for the step, and for the whole run. */
function PeakWords({ timed, all }: { timed: TimedStep; all: StepTime | null }) {
  const peak = useLab((state) => state.peak)
  if (peak === null) return <p>{TIMES.noPeak}</p>
  if ('unavailable' in peak) return <p>{peak.unavailable}</p>
  const { request, profile } = timed
  const [train, test] = request.dataset === 'full' ? [50_000, 10_000] : [5000, 1000]
  const flops = runFlops(resolveRecipe(request.choice), train, test)
  return (
    <>
      {all !== null && all.atPeak !== null && <p>{TIMES.perfect(all.milliseconds, all.atPeak)}</p>}
      <p>{TIMES.run(perfectSeconds(flops, peak, profile.precision))}</p>
    </>
  )
}

function TimeCells({ time: { milliseconds, atPeak } }: { time: StepTime }) {
  return (
    <>
      <td className="number">{milliseconds > 0 && TIMES.milliseconds(milliseconds)}</td>
      <td className="number">
        {milliseconds > 0 && atPeak !== null && TIMES.share(atPeak / milliseconds)}
      </td>
    </>
  )
}

const Bar = ({ share }: { share: number }) => (
  <td className="bar" aria-hidden>
    <i style={{ width: `${100 * share}%` }} />
  </td>
)
