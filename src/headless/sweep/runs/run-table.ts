import { summariseChoice } from '../../../recipe/choice/summary.ts'
import type { SweepRun } from './runs.ts'
import { shardNumberAt } from '../shards/shard.ts'

/** The runs of a sweep, one per line: shard, seed, file name and recipe, separated by tabs. */
export const runTable = (runs: readonly SweepRun[], shards: number): string =>
  runs
    .map(({ seed, name, choice }, index) => {
      const shard = `${shardNumberAt(index, shards)}/${shards}`
      return `${[shard, `seed ${seed}`, name, summariseChoice(choice)].join('\t')}\n`
    })
    .join('')
