import { describe, expect, it } from 'vitest'
import { ArgumentError } from '../../command-line/arguments.ts'
import { inShard, parseShard, shardNumberAt } from './shard.ts'

describe('parseShard', () => {
  it('reads number and count', () => {
    expect(parseShard('1/1')).toEqual({ number: 1, count: 1 })
    expect(parseShard('8/12')).toEqual({ number: 8, count: 12 })
  })

  it.each(['0/4', '5/4', '1', '1/', '/4', '1/0', '-1/4', '1.5/4', '1/4/2', 'a/b', ''])(
    'refuses "%s"',
    (text) => {
      expect(() => parseShard(text)).toThrow(ArgumentError)
      expect(() => parseShard(text)).toThrow(/--shard needs a number from 1/)
    },
  )
})

describe('inShard', () => {
  it('contains every n-th entry', () => {
    const list = ['a', 'b', 'c', 'd', 'e']
    expect(inShard(list, { number: 1, count: 2 })).toEqual(['a', 'c', 'e'])
    expect(inShard(list, { number: 2, count: 2 })).toEqual(['b', 'd'])
  })

  it('puts every entry in exactly one shard', () => {
    for (const length of [0, 1, 7, 12]) {
      for (const count of [1, 2, 5, 12, 20]) {
        const list = Array.from({ length }, (_, i) => i)
        const shards = Array.from({ length: count }, (_, i) =>
          inShard(list, { number: i + 1, count }),
        )
        expect(shards.flat().sort((a, b) => a - b)).toEqual(list)
        for (const [i, shard] of shards.entries()) {
          for (const index of shard) expect(shardNumberAt(index, count)).toBe(i + 1)
        }
      }
    }
  })
})
