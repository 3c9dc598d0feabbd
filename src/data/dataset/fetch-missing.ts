import { ARCHIVE_NAME, ARCHIVE_URL } from '../cifar10.ts'
import { DataError } from '../error.ts'
import type { Source } from '../source/source.ts'
import { fetchFrom, type FetchTask } from './fetch-from.ts'
import { PaceWatch, SlowSource } from './pace-watch.ts'
import { NO_TRANSFER } from './status-board.ts'

export interface Fetch extends FetchTask {
  /** In the order they are tried. */
  readonly sources: readonly Source[]
  /** The user's choice, which has no time limit. */
  readonly chosen: Source | null
  /** Called with a faster source that is now tried first. */
  readonly prefer: (source: Source) => void
}

/**
 * Fetches the missing files and reports progress on the board. If a source fails or times out, tries the next one. If
 * all fail, throws a DataError with each source's error; the signal's reason when aborted.
 */
export async function fetchMissing(task: Fetch): Promise<void> {
  const { board, chosen, prefer } = task
  board.update({ phase: 'downloading' })
  let left = [...task.sources]
  const failures: Failure[] = []
  const patientWith = new Set([chosen])
  let why: string | null = null
  for (let source = left.shift(); source !== undefined; source = left.shift()) {
    const watch = new PaceWatch(patientWith.has(source) ? [] : left, task.signal)
    const hasAlternative = left.length > 0
    try {
      await fetchFrom(source, { ...task, signal: watch.signal, watch, hasAlternative, why })
      return
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      if (error instanceof SlowSource) {
        const { faster } = error
        patientWith.add(source)
        left = [faster, ...left.filter((other) => other !== faster), source]
        prefer(faster)
        why = namedFailures([{ source, error }])
      } else {
        failures.push({ source, error })
        why = `${namedFailures(failures)} Trying another source.`
      }
      if (left.length > 0) board.update({ note: why, ...NO_TRANSFER })
    } finally {
      watch.stop()
    }
  }
  throw noneLeft(failures)
}

interface Failure {
  readonly source: Source
  readonly error: DataError
}

const BY_HAND = `choose the files from your own disk: download ${ARCHIVE_NAME} from ${ARCHIVE_URL} and drop it on this page.`

/** The error if every source has failed; its cause is the last failure. */
function noneLeft(failures: readonly Failure[]): DataError {
  if (failures.length === 0) {
    return new DataError(
      'There is no source to download the data set from.',
      `To train, ${BY_HAND}`,
    )
  }
  const cause = failures.at(-1)?.error
  return new DataError(namedFailures(failures), `Try again later, or ${BY_HAND}`, { cause })
}

/** "The server of this page: it does not answer. Hugging Face: train.parquet is missing on the server (404)." */
const namedFailures = (failures: readonly Failure[]): string =>
  failures.map(({ source, error }) => `${source.title}: ${error.message}`).join(' ')
