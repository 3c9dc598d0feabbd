// What is shown beside every button that starts a run.

import type { ReactNode } from 'react'
import type { DataStatus } from '../../data/status.ts'
import type { AdapterReport, EstimateReport } from '../../worker/protocol.ts'
import { useLab } from '../context/lab-context.ts'
import { GpuNameButton } from '../gpu/gpu-name.tsx'
import { ARCHIVE_BYTES } from '../images/sources.ts'
import { approximateTime } from '../words/format.ts'
import { Numeral } from './numeral.tsx'
import { Problem } from './problem.tsx'
import { BEFORE as TEXT } from './texts.ts'

/** The expected time of a run here. */
export function TimeHere({
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
          <GpuNameButton />
          {estimate === null
            ? TEXT.measuring
            : TEXT.range(estimate.secondsLow, estimate.secondsHigh, through)}
        </div>
      </dd>
    </dl>
  )
}

/** The note beside the buttons; a problem with the run or the data takes its place. */
export function ProblemNote({ children }: { children: ReactNode }) {
  const problem = useLab((state) => state.problem ?? state.data?.error ?? null)
  if (problem === null) return <div className="note">{children}</div>
  return <Problem problem={problem} />
}

export function costOfTraining(data: DataStatus | null): string {
  if (data?.phase === 'ready') return TEXT.downloaded
  if (data !== null && data.bytesDone > 0) return TEXT.partly(data.bytesDone, data.bytesTotal)
  const known = data === null || data.source === null ? 0 : data.bytesTotal
  return TEXT.download(known > 0 ? known : ARCHIVE_BYTES)
}
