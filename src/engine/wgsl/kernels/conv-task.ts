import { nameHash } from '../../../random/stream.ts'
import type { Kernel, StorageType } from '../kernel.ts'
import { convForward } from './conv-forward.ts'
import { convInputGradient } from './conv-input-gradient.ts'
import { convText, type ConvShape } from './conv-shape.ts'
import { convStatisticsTiles } from './conv-statistics.ts'
import { convSplits, convTiles, tileText, type ConvTile, type TileProfile } from './conv-tiles.ts'
import { convWeightGradient } from './conv-weight-gradient.ts'

interface TaskOfAnyPass {
  readonly shape: ConvShape
  readonly storage: StorageType
  /** Whether a 2x2 pool follows the convolution. */
  readonly pool: boolean
}

export interface ForwardTask extends TaskOfAnyPass {
  readonly pass: 'forward'
  /** Ghost groups whose statistics are wanted of the output; null for none. */
  readonly groups: number | null
}

export interface InputGradientTask extends TaskOfAnyPass {
  readonly pass: 'inputGradient'
  readonly add: boolean
}

export interface WeightGradientTask extends TaskOfAnyPass {
  readonly pass: 'weightGradient'
}

/** One pass of a convolution, whatever tile computes it. */
export type ConvTask = ForwardTask | InputGradientTask | WeightGradientTask

/** What tasks have in common that the same tile suits. */
export const taskKey = ({ pass, shape, storage, pool }: ConvTask): string =>
  `${pass} ${convText(shape)}${pool ? ' pool' : ''} ${storage}`

/** Tiles chosen for tasks, by their keys. */
export type TileChoices = ReadonlyMap<string, ConvTile>

/** The tile chosen for a task, or the best guess for the device. */
export const tileFor = (task: ConvTask, choices: TileChoices, profile: TileProfile): ConvTile =>
  choices.get(taskKey(task)) ?? convTiles(task, profile)[0]

/** A task's kernel. */
export function convKernel(task: ConvTask, tile: ConvTile, profile: TileProfile): Kernel {
  const { shape, storage, pool } = task
  switch (task.pass) {
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

/** Tiles of statistics that a ghost group gets from the task's kernel; null where it takes none. */
export const statisticsTiles = (
  { shape, pool, groups }: ForwardTask,
  tile: ConvTile,
): number | null => (groups === null ? null : convStatisticsTiles(shape, pool, tile, groups))

/** Choices as words, which `readChoices` reads again. */
export const writeChoices = (choices: TileChoices): Record<string, string> =>
  Object.fromEntries([...choices].map(([key, tile]) => [key, tileText(tile)]))

/** What of written choices is still among the tiles that suit these tasks. */
export function readChoices(
  written: Readonly<Record<string, string>>,
  tasks: readonly ConvTask[],
  profile: TileProfile,
): TileChoices {
  const choices = new Map<string, ConvTile>()
  for (const task of tasks) {
    const key = taskKey(task)
    const text = Object.hasOwn(written, key) ? written[key] : null
    const tile = convTiles(task, profile).find((t) => tileText(t) === text)
    if (tile) choices.set(key, tile)
  }
  return choices
}

/** Eight digits that tell choices apart. */
export function choicesDigest(choices: TileChoices): string {
  const written = Object.entries(writeChoices(choices)).sort(([a], [b]) => (a < b ? -1 : 1))
  return nameHash(JSON.stringify(written)).toString(16).padStart(8, '0')
}
