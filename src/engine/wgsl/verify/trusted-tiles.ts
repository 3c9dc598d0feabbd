import { freshSeed } from '../../../random/fresh-seed.ts'
import { taskKey, tileFor, type ConvTask, type TileChoices } from '../kernels/conv/conv-task.ts'
import { convTiles, plainTile, tileText, type ConvTile } from '../kernels/conv/conv-tiles.ts'
import type { TileMemory } from '../tuning/tile-memory.ts'
import { wrongKernels, type TiledTask, type VerifyOptions } from './verify-tiles.ts'

/** Thrown if even the simplest kernel of a convolution computes wrong results on this device. */
export class WrongKernels extends Error {
  override readonly name = 'WrongKernels'
  readonly advice = 'Update the browser and the graphics driver.'

  constructor(names: readonly string[]) {
    super(`lab94’s own GPU kernels give wrong results on this GPU: ${names.join('; ')}.`)
  }
}

export interface TrustOptions extends Omit<VerifyOptions, 'seed'> {
  readonly memory: TileMemory
  /** Adapter, browser and version of the code, for which a kernel is checked once. */
  readonly key: string
}

/** Verified tiles, and the kernels that failed verification. */
export interface TrustedTiles {
  readonly tiles: TileChoices
  /** In words. */
  readonly wrong: readonly string[]
}

const RIGHT = 'right'
const WRONG = 'wrong'

/**
 * Verifies each convolution's tile on the device, unless done before, and replaces a wrong one by the next best,
 * finally by the plain one. Throws `WrongKernels` if that is wrong too.
 */
export async function trustedTiles(
  options: TrustOptions,
  tasks: readonly ConvTask[],
  choices: TileChoices,
): Promise<TrustedTiles> {
  const { memory, key, profile } = options
  const known = new Map(Object.entries(await memory.recall(key)))
  const tiles = new Map(choices)
  const nameOf = ({ task, tile }: TiledTask) => `${taskKey(task)}, ${tileText(tile)}`
  /** Kernels of one task differ in fused operations; each is verified. */
  const distinct = distinctTasks(tasks)
  for (;;) {
    const used = distinct.map((task) => ({ task, tile: tileFor(task, tiles, profile) }))
    const unknown = used.filter((each) => !known.has(nameOf(each)))
    if (unknown.length > 0) {
      const found = new Set(
        (await wrongKernels({ ...options, seed: freshSeed() }, unknown)).map(nameOf),
      )
      for (const each of unknown) known.set(nameOf(each), found.has(nameOf(each)) ? WRONG : RIGHT)
      await memory.remember(key, Object.fromEntries(known))
    }
    const wrong = used.filter((each) => known.get(nameOf(each)) === WRONG)
    if (wrong.length === 0) break
    for (const { task } of wrong) {
      const next = candidates(task, options).find(
        (tile) => known.get(nameOf({ task, tile })) !== WRONG,
      )
      if (next === undefined) throw new WrongKernels(wrong.map(nameOf))
      tiles.set(taskKey(task), next)
    }
  }
  const keys = new Set(distinct.map(taskKey))
  const wrong = [...known].filter(([name, found]) => found === WRONG && keys.has(taskOf(name)))
  return { tiles, wrong: wrong.map(([name]) => name) }
}

const taskOf = (name: string): string => name.slice(0, name.indexOf(', '))

const candidates = (task: ConvTask, { profile }: TrustOptions): ConvTile[] => [
  ...convTiles(task, profile),
  plainTile(task),
]

function distinctTasks(tasks: readonly ConvTask[]): ConvTask[] {
  const byText = new Map(tasks.map((task) => [JSON.stringify(task), task]))
  return [...byText.values()]
}
