import type { Kernel } from './kernel.ts'
import { convKernel, taskKey, type ConvTask, type TileChoices } from './kernels/conv-task.ts'
import {
  convSplits,
  convTiles,
  tileText,
  type ConvTile,
  type TileProfile,
} from './kernels/conv-tiles.ts'
import { sumSplits } from './kernels/sum-splits.ts'

/** Milliseconds of each of several ways to do the same, each a few kernels in a row. */
export type TimeKernels = (ways: readonly (readonly Kernel[])[]) => Promise<number[]>

export interface ChoiceOptions {
  /** Of one plan, as often as they occur. */
  readonly tasks: readonly ConvTask[]
  readonly profile: TileProfile
  /** What was chosen before; never timed again. */
  readonly known: TileChoices
  readonly time: TimeKernels
  readonly now: () => number
}

/** Milliseconds after which no more tasks are timed; compilation is among them. */
const BUDGET = 2000
/** A later tile is chosen only where it takes at most this much of the time of those before it. */
const WORTHWHILE = 0.97

/**
 * Chooses a tile for each task by timing all that suit it, those first on which most of a step is spent. Where time runs
 * out, tasks take the tile that was fastest for the largest task of the same pass, if it suits them. The same times give
 * the same choices.
 */
export async function chooseTiles(options: ChoiceOptions): Promise<TileChoices> {
  const { tasks, profile, known, time, now } = options
  const start = now()
  const choices = new Map(known)
  const byPass = new Map<ConvTask['pass'], ConvTile>()
  for (const task of largestFirst(tasks, profile)) {
    const tiles = convTiles(task, profile)
    const key = taskKey(task)
    if (!choices.has(key) && tiles.length > 1) {
      const leading = byPass.get(task.pass)
      const leader = leading && tiles.find((tile) => tileText(tile) === tileText(leading))
      if (now() - start < BUDGET) {
        const times = await time(tiles.map((tile) => kernelsOf(task, tile, profile)))
        choices.set(key, fastest(tiles, times))
      } else if (leader) {
        choices.set(key, leader)
      }
    }
    const chosen = choices.get(key)
    if (chosen && !byPass.has(task.pass)) byPass.set(task.pass, chosen)
  }
  return choices
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

/** A task's kernels with a tile: where it makes parts, their sum too, since more parts take longer to add. */
function kernelsOf(task: ConvTask, tile: ConvTile, profile: TileProfile): Kernel[] {
  const kernel = convKernel(task, tile, profile)
  if (task.pass !== 'weightGradient') return [kernel]
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
