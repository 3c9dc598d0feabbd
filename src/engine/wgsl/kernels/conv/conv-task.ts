import { nameHash } from '../../../../random/stream.ts'
import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { convForward } from './conv-forward.ts'
import { convInputGradient } from './conv-input-gradient.ts'
import { convText, type ConvShape } from './conv-shape.ts'
import { convStatisticsTiles } from './conv-statistics.ts'
import {
  convSplits,
  convTiles,
  plainTile,
  tileText,
  type ConvTile,
  type TileProfile,
} from './conv-tiles.ts'
import { convWeightGradient } from './conv-weight-gradient.ts'

interface AnyConvTask {
  readonly shape: ConvShape
  readonly storage: StorageType
  /** Whether a 2x2 max pool follows the convolution. */
  readonly pool: boolean
}

export interface ForwardTask extends AnyConvTask {
  readonly kind: 'forward'
  /** Ghost groups whose statistics the kernel computes from the output; null for none. */
  readonly groups: number | null
}

export interface InputGradientTask extends AnyConvTask {
  readonly kind: 'inputGradient'
  readonly add: boolean
}

export interface WeightGradientTask extends AnyConvTask {
  readonly kind: 'weightGradient'
}

/** Forward, input gradient or weight gradient of one convolution, without its tile. */
export type ConvTask = ForwardTask | InputGradientTask | WeightGradientTask

/** Tasks with equal keys use the same tile. */
export const taskKey = ({ kind, shape, storage, pool }: ConvTask): string =>
  `${kind} ${convText(shape)}${pool ? ' pool' : ''} ${storage}`

/** Tiles chosen for tasks, by task key. */
export type TileChoices = ReadonlyMap<string, ConvTile>

/** The tile chosen for a task, or the best guess for the device. */
export const tileFor = (task: ConvTask, choices: TileChoices, profile: TileProfile): ConvTile =>
  choices.get(taskKey(task)) ?? convTiles(task, profile)[0]

/** The kernel that computes a task with a tile. */
export function convKernel(task: ConvTask, tile: ConvTile, profile: TileProfile): Kernel {
  const { shape, storage, pool } = task
  switch (task.kind) {
    case 'forward': {
      const statistics = statisticsTiles(task, tile) !== null
      return convForward({ shape, storage, tile, pool, statistics })
    }
    case 'inputGradient':
      return convInputGradient({ shape, storage, tile, pooled: pool, add: task.add })
    case 'weightGradient': {
      const splits = convSplits(shape, pool, tile, profile)
      return convWeightGradient({ shape, storage, tile, pooled: pool, splits })
    }
  }
}

/** Partial statistics per ghost group that the task's kernel writes; null if it writes none. */
export const statisticsTiles = (
  { shape, pool, groups }: ForwardTask,
  tile: ConvTile,
): number | null => (groups === null ? null : convStatisticsTiles(shape, pool, tile, groups))

/** Tile choices as text, the inverse of `readChoices`. */
export const writeChoices = (choices: TileChoices): Record<string, string> =>
  Object.fromEntries([...choices].map(([key, tile]) => [key, tileText(tile)]))

/** The stored choices that are still valid tiles for these tasks. */
export function readChoices(
  written: Readonly<Record<string, string>>,
  tasks: readonly ConvTask[],
  profile: TileProfile,
): TileChoices {
  const choices = new Map<string, ConvTile>()
  for (const task of tasks) {
    const key = taskKey(task)
    const text = Object.hasOwn(written, key) ? written[key] : null
    const tile = [...convTiles(task, profile), plainTile(task)].find((t) => tileText(t) === text)
    if (tile) choices.set(key, tile)
  }
  return choices
}

/** A hash of the choices: 8 hex digits. */
export function choicesDigest(choices: TileChoices): string {
  const written = Object.entries(writeChoices(choices)).sort(([a], [b]) => (a < b ? -1 : 1))
  return nameHash(JSON.stringify(written)).toString(16).padStart(8, '0')
}
