import type { WholeRun } from '../record/record.ts'
import { fromBase64url, toBase64url } from './base64url.ts'
import { DamagedBytes } from './bytes.ts'
import { packRun1, type SharedRun, unpackRun1 } from './codec-1.ts'
import { deflate, inflate } from './deflate.ts'

/** Letters that a link may have, its address left out. Read are no longer ones. */
const MAX_LETTERS = 16_000
/** Bytes that may come out of a link. */
const MAX_UNPACKED = 64 * 1024

const HASH_NAME = '#run='

/** Letters for a run of at most that many tests; what the tests leave of them is for the curve of single steps. */
const BUDGETS = [
  { tests: 24, letters: 1000 },
  { tests: Infinity, letters: 2500 },
]
const POINTS_TRIED = [200, 150, 100, 75, 50, 25, 0]

/** Thrown where a link holds no run, or a run does not fit a link. Its message is for the page. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

/** The readers of every version there has been. */
const READERS: Readonly<Record<string, (bytes: Uint8Array) => SharedRun>> = {
  '1': unpackRun1,
}

/** Whether an address's hash claims to hold a run. */
const holdsRun = (hash: string): boolean => hash.startsWith(HASH_NAME)

/** The hash of a link to a run: version, deflated record, base64url. Throws a LinkError where the run is too long. */
export async function runToHash(run: WholeRun): Promise<string> {
  const budget = BUDGETS.find(({ tests }) => run.record.tests.length <= tests) ?? BUDGETS[1]
  for (const points of POINTS_TRIED) {
    const packed = await deflate(packRun1(run, points))
    const hash = `${HASH_NAME}1.${toBase64url(packed)}`
    const most = points === 0 ? MAX_LETTERS : budget.letters
    if (hash.length <= most) return hash
  }
  throw new LinkError('This run is too long for a link. Export it as a file instead.')
}

/** Reads a link's hash. Throws a LinkError that says what is wrong where it holds no run. */
export async function hashToRun(hash: string): Promise<SharedRun> {
  const unreadable = 'This link holds no run lab94 can read.'
  if (!holdsRun(hash) || hash.length > MAX_LETTERS) throw new LinkError(unreadable)
  const [version, text, ...more] = hash.slice(HASH_NAME.length).split('.')
  const read = Object.hasOwn(READERS, version) ? READERS[version] : undefined
  if (read === undefined || text === undefined || more.length > 0) {
    const newer = /^\d+$/.test(version) && Number(version) > 1
    throw new LinkError(newer ? `${unreadable} A newer lab94 made it.` : unreadable)
  }
  try {
    return read(await inflate(fromBase64url(text), MAX_UNPACKED))
  } catch (cause) {
    if (cause instanceof DamagedBytes) throw new LinkError(unreadable, { cause })
    throw cause
  }
}
