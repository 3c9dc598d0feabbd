import type { Kernel } from '../codegen/kernel.ts'
import { convKernel, taskKey, type ConvTask, type TileChoices } from '../kernels/conv/conv-task.ts'
import {
  convSplits,
  convTiles,
  tileText,
  type ConvTile,
  type TileProfile,
} from '../kernels/conv/conv-tiles.ts'
import { sumSplits } from '../kernels/conv/sum-splits.ts'

/** Whether each candidate compiled within this many milliseconds. */
export type CompileKernels = (
  ways: readonly (readonly Kernel[])[],
  limit: number,
) => Promise<boolean[]>

/** Milliseconds of each candidate, a sequence of compiled kernels. */
export type TimeKernels = (ways: readonly (readonly Kernel[])[]) => Promise<number[]>

export interface ChoiceOptions {
  /** Of one plan, as often as they occur. */
  readonly tasks: readonly ConvTask[]
  readonly profile: TileProfile
  /** Earlier choices; never timed again. */
  readonly known: TileChoices
  readonly compile: CompileKernels
  readonly time: TimeKernels
  readonly now: () => number
}

/** Milliseconds after which no more tasks are timed. */
const TIMING_BUDGET = 2000
/** Milliseconds after which no more tasks are compiled for timing. */
const COMPILING_BUDGET = 6000
/** Milliseconds after which a tile is skipped: kernels that spill registers take drivers seconds to compile. */
const COMPILING_LIMIT = 1500
/** A later tile is chosen only if it takes at most this share of the best time before it. */
const WORTHWHILE = 0.97

/**
 * Chooses a tile for each task by timing all that suit it, those first on which most of a step is spent. A tile that takes
 * too long to compile is not tried again for another task. Where time runs out, tasks take the tile that was fastest for
 * the largest task of the same kind, if it suits them. The same times give the same choices.
 */
export async function chooseTiles(options: ChoiceOptions): Promise<TileChoices> {
  const { tasks, profile, known } = options
  const choices = new Map(known)
  const byKind = new Map<ConvTask['kind'], ConvTile>()
  const trial = new Trial(options)
  for (const task of largestFirst(tasks, profile)) {
    const tiles = convTiles(task, profile)
    const key = taskKey(task)
    if (!choices.has(key) && tiles.length > 1) {
      const leading = byKind.get(task.kind)
      const leader = leading && tiles.find((tile) => tileText(tile) === tileText(leading))
      const chosen = trial.hasTimeLeft ? await trial.fastest(task, tiles) : leader
      if (chosen) choices.set(key, chosen)
    }
    const chosen = choices.get(key)
    if (chosen && !byKind.has(task.kind)) byKind.set(task.kind, chosen)
  }
  return choices
}

/** Compiles and times tiles within the time limits. */
class Trial {
  readonly #options: ChoiceOptions
  /** Tiles that took too long to compile, in words. */
  readonly #givenUp = new Set<string>()
  #compiling = 0
  #timing = 0

  constructor(options: ChoiceOptions) {
    this.#options = options
  }

  get hasTimeLeft(): boolean {
    return this.#timing < TIMING_BUDGET && this.#compiling < COMPILING_BUDGET
  }

  /** The fastest of a task's tiles; the best guess if none compiles in time. */
  async fastest(task: ConvTask, tiles: readonly ConvTile[]): Promise<ConvTile> {
    const { profile, compile, time, now } = this.#options
    const tried = tiles.filter((tile) => !this.#givenUp.has(tileText(tile)))
    const ways = tried.map((tile) => kernelsOf(task, tile, profile))
    const begin = now()
    const compiled = await compile(ways, COMPILING_LIMIT)
    const middle = now()
    tried.forEach((tile, i) => {
      if (!compiled[i]) this.#givenUp.add(tileText(tile))
    })
    const able = tried.filter((_, i) => compiled[i])
    this.#compiling += middle - begin
    if (able.length === 0) return tiles[0]
    const times = await time(ways.filter((_, i) => compiled[i]))
    this.#timing += now() - middle
    return fastest(able, times)
  }
}

/** Distinct tasks by the operations that a step spends on them. */
function largestFirst(tasks: readonly ConvTask[], profile: TileProfile): ConvTask[] {
  const byKey = new Map<string, { readonly task: ConvTask; flops: number }>()
  for (const task of tasks) {
    const [tile] = convTiles(task, profile)
    const { flops } = convKernel(task, tile, profile)
    const found = byKey.get(taskKey(task))
    if (found) found.flops += flops
    else byKey.set(taskKey(task), { task, flops })
  }
  return [...byKey.values()].sort((a, b) => b.flops - a.flops).map(({ task }) => task)
}

/**
 * A task's kernels with a tile. If it splits the sum into parts, this includes adding them, since more parts take
 * longer to add.
 */
function kernelsOf(task: ConvTask, tile: ConvTile, profile: TileProfile): Kernel[] {
  const kernel = convKernel(task, tile, profile)
  if (task.kind !== 'weightGradient') return [kernel]
  const { shape, pool } = task
  const elements = shape.kernel ** 2 * shape.in * shape.out
  const splits = convSplits(shape, pool, tile, profile)
  return splits === 1
    ? [kernel]
    : [kernel, sumSplits({ elements, splits, scale: 1, accumulate: false })]
}

function fastest(tiles: readonly ConvTile[], times: readonly number[]): ConvTile {
  let best = 0
  times.forEach((time, i) => {
    if (time < WORTHWHILE * times[best]) best = i
  })
  return tiles[best]
}
