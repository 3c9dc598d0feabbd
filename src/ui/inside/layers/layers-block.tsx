import { DATASET_SIZES } from '../../../data/datasets.ts'
import { useEffect, useMemo } from 'react'
import type { Profile } from '../../../engine/inspection/profile.ts'
import { summariseChoice } from '../../../recipe/choice/summary.ts'
import type { Inspections } from '../../../runs/inspection/inspections.ts'
import { perfectSeconds, runFlops } from '../../../trainer/schedule/compute.ts'
import { formatCount } from '../../words/format.ts'
import { useInspections } from '../../context/gallery-context.ts'
import { useLab } from '../../context/lab-context.ts'
import { layerWords, shapeWords } from './layer-words.ts'
import { layerTable } from './layers.ts'
import { layerTimes, type StepTime } from '../network/layer-times.ts'
import { ReadBlock } from '../network/read-block.tsx'
import { NETWORK } from '../network/texts.ts'
import type { ShownNetwork } from '../shown-network.ts'
import { INSIDE } from '../texts.ts'
import { useReading } from '../use-reading.ts'

const TEXT = INSIDE.layers
const TIMES = NETWORK.times

/** The network layer by layer, with parameters, operations and, once profiled, times. */
export function Layers({ network }: { network: ShownNetwork }) {
  const inspections = useInspections()
  const onGpu = useLab(({ adapter }) => adapter?.backend === 'webgpu' && !adapter.software)
  const peak = useLab((state) => state.peak)
  const reading = useReading<Profile>()
  const timed = reading.value
  const { recipe } = network
  const { rows, parameters, flops } = useMemo(() => layerTable(recipe.network), [recipe])
  const known = peak === null || 'unavailable' in peak ? null : peak
  const times = timed === null ? null : layerTimes(rows, timed, known)
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
      network={network}
      onRequest={!onGpu}
      title={TEXT.title}
      what={
        <>
          <p>{TEXT.of(network.name, summariseChoice(network.choice))}</p>
          <p>{TEXT.totals(parameters, flops)}</p>
          {timed === null ? (
            <p>{TEXT.bars}</p>
          ) : (
            <>
              <p>{TIMES.what}</p>
              <PeakWords network={network} profile={timed} all={times?.all ?? null} />
            </>
          )}
        </>
      }
      read={TIMES.read}
      reading={reading}
      ask={() => reading.ask(() => timeStep(inspections))}
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

async function timeStep(inspections: Inspections): Promise<Profile> {
  const result = await inspections.ask({ what: 'profile' })
  if (result.what !== 'profile') throw new Error(`Expected a profile, got ${result.what}.`)
  if ('unavailable' in result.profile) throw new Error(result.profile.unavailable)
  return result.profile
}

interface PeakWordsProps {
  readonly network: ShownNetwork
  readonly profile: Profile
  readonly all: StepTime | null
}

/** Time at the GPU's peak: of the step, and of the whole run. */
function PeakWords({ network: { recipe, dataset }, profile, all }: PeakWordsProps) {
  const peak = useLab((state) => state.peak)
  if (peak === null) return <p>{TIMES.noPeak}</p>
  if ('unavailable' in peak) return <p>{peak.unavailable}</p>
  const { train, test } = DATASET_SIZES[dataset]
  const flops = runFlops(recipe, train, test)
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
