import { NO_STEPS, type RunRecord, type WholeRun } from '../record/record.ts'
import { packRun1, type SharedRun, unpackRun1 } from './encoding/codec-1.ts'
import { LinkError } from './link-error.ts'
import { openHash, type SealedKind, sealHash } from './sealed-hash.ts'

const RUN: SealedKind<SharedRun> = {
  name: 'run',
  what: 'run',
  readers: [unpackRun1],
  maxLetters: 16_000,
  maxUnpacked: 64 * 1024,
}

/** Characters of a link by number of tests; the rest is left for the per-step curve. */
const BUDGETS = [
  { tests: 24, letters: 1000 },
  { tests: Infinity, letters: 2500 },
]
const POINTS_TRIED = [200, 150, 100, 75, 50, 25, 0]

/** The hash of a link to a run: version, deflated record, base64url. Throws a LinkError if the run is too long. */
export async function runToHash(run: WholeRun): Promise<string> {
  const budget = BUDGETS.find(({ tests }) => run.record.tests.length <= tests) ?? BUDGETS[1]
  for (const points of POINTS_TRIED) {
    const hash = await sealHash(RUN.name, 1, packRun1(run, points))
    const most = points === 0 ? RUN.maxLetters : budget.letters
    if (hash.length <= most) return hash
  }
  throw new LinkError('This run is too long for a link. Export it as a file instead.')
}

/** The shortest hash that opens a run: without the per-step curve. */
export const runToShortHash = (record: RunRecord): Promise<string> =>
  sealHash(RUN.name, 1, packRun1({ record, steps: NO_STEPS }, 0))

/** Reads a link's hash. Throws a LinkError if it isn't a run. */
export const hashToRun = (hash: string): Promise<SharedRun> => openHash(hash, RUN)
