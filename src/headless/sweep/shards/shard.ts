import { ArgumentError } from '../../command-line/arguments.ts'

/** One of `count` parts of a list that are trained separately; `number` is from 1 to `count`. */
export interface Shard {
  readonly number: number
  readonly count: number
}

/** The shard of `--shard`, such as `2/8`. Throws an ArgumentError. */
export function parseShard(text: string): Shard {
  const [number, count] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).slice(1).map(Number)
  if (number === undefined || count === undefined || number < 1 || number > count) {
    throw new ArgumentError(
      `--shard needs a number from 1 to the number of shards, a slash and that number, such as 1/8, not "${text}".`,
    )
  }
  return { number, count }
}

/** The number of the shard that the entry at `index`, from 0, of a list belongs to. */
export const shardNumberAt = (index: number, count: number): number => (index % count) + 1

/** Every `count`-th entry of a list, in its order. */
export const inShard = <T>(list: readonly T[], { number, count }: Shard): readonly T[] =>
  list.filter((_, index) => shardNumberAt(index, count) === number)
