import { NO_STEPS, type RunRecord, type WholeRun } from '../record/record.ts'
import { VarintReader, VarintWriter, DamagedBytes } from './encoding/bytes.ts'
import { packRun1, type SharedRun, unpackRun1 } from './encoding/codec-1.ts'
import { LinkError } from './link-error.ts'
import { openHash, type SealedKind, sealHash } from './sealed-hash.ts'

// Version 1 of runs in a link: their number, then the length and the bytes of each, as in a link to one run. Never
// change it, only add versions.

/** Most runs in a link. */
export const MAX_LINKED_RUNS = 20

const GROUP: SealedKind<readonly SharedRun[]> = {
  name: 'runs',
  what: 'group of runs',
  readers: [unpackGroup1],
  maxLetters: 16_000,
  maxUnpacked: 256 * 1024,
}

/** Characters that per-step curves may fill a link to. */
const LETTERS_WITH_STEPS = 2500
const POINTS_TRIED = [50, 25, 0]

/**
 * The hash of a link to up to `MAX_LINKED_RUNS` runs, such as the seeds of a recipe; the first is the one to race.
 * Throws a LinkError if they are too long.
 */
export async function groupToHash(runs: readonly WholeRun[]): Promise<string> {
  for (const points of POINTS_TRIED) {
    const bytes = packGroup1(runs, points)
    const hash = await sealHash(GROUP.name, 1, bytes)
    const most = points === 0 ? GROUP.maxLetters : LETTERS_WITH_STEPS
    if (bytes.length <= GROUP.maxUnpacked && hash.length <= most) return hash
  }
  throw new LinkError('These runs are too long for a link. Export them as a file instead.')
}

/** The shortest hash that opens these runs: without their per-step curves. */
export const groupToShortHash = (records: readonly RunRecord[]): Promise<string> =>
  sealHash(
    GROUP.name,
    1,
    packGroup1(
      records.map((record) => ({ record, steps: NO_STEPS })),
      0,
    ),
  )

/** Reads a link's hash. Throws a LinkError if it isn't a group of runs. */
export const hashToGroup = (hash: string): Promise<readonly SharedRun[]> => openHash(hash, GROUP)

function packGroup1(runs: readonly WholeRun[], points: number): Uint8Array<ArrayBuffer> {
  if (runs.length === 0 || runs.length > MAX_LINKED_RUNS) {
    throw new RangeError(`A link holds 1 to ${MAX_LINKED_RUNS} runs, not ${runs.length}.`)
  }
  const writer = new VarintWriter()
  writer.unsigned(runs.length)
  for (const run of runs) {
    const bytes = packRun1(run, points)
    writer.unsigned(bytes.length)
    writer.raw(bytes)
  }
  return writer.finish()
}

function unpackGroup1(bytes: Uint8Array): SharedRun[] {
  const reader = new VarintReader(bytes)
  const count = reader.unsigned()
  if (count === 0 || count > MAX_LINKED_RUNS) {
    throw new DamagedBytes(`A link cannot hold ${count} runs.`)
  }
  const runs = Array.from({ length: count }, () => unpackRun1(reader.raw(reader.unsigned())))
  if (reader.left > 0) throw new DamagedBytes('There is more than the runs.')
  return runs
}
