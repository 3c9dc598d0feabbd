import type { DataStatus } from '../../data/status.ts'
import { IMAGES } from './texts.ts'

const TEXT = IMAGES.download

/** A progress bar and its figures: 61 of 162 MB, 4.1 MB/s, about 25 s left. */
export function DownloadProgress({ data }: { data: DataStatus }) {
  const { bytesDone, bytesTotal, bytesPerSecond, secondsLeft } = data
  const percent = bytesTotal === 0 ? 0 : (100 * bytesDone) / bytesTotal
  return (
    <>
      <span
        className="progress"
        role="progressbar"
        aria-label={TEXT.label}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </span>
      {bytesTotal > 0 && TEXT.state(bytesDone, bytesTotal, bytesPerSecond, secondsLeft)}
    </>
  )
}
