import { expect, it } from 'vitest'
import { ArgumentError } from '../../command-line/arguments.ts'
import { parseSweepOptions } from './sweep-options.ts'

const parse = (line: string) => parseSweepOptions(line === '' ? [] : line.split(' '))

it('reads what to train, in any order', () => {
  const expected = {
    mode: 'train',
    spec: 'sweep.json',
    shard: { number: 2, count: 8 },
    out: 'runs',
    data: null,
    dawnToggles: ['x'],
    checkpointMinutes: 5,
  }
  expect(parse('sweep.json --shard 2/8 --out runs --dawn-toggle x')).toEqual(expected)
  expect(parse('--dawn-toggle x --out runs sweep.json --shard 2/8')).toEqual(expected)
})

it('defaults to a single shard, and needs no folder to list', () => {
  const shard = { number: 1, count: 1 }
  expect(parse('sweep.json --list')).toEqual({ mode: 'list', spec: 'sweep.json', shard })
})

it('reads which folders to merge', () => {
  expect(parse('merge a b --out runs.json')).toEqual({
    mode: 'merge',
    folders: ['a', 'b'],
    out: 'runs.json',
  })
})

it.each([
  ['', /one SPEC.json, not 0/],
  ['a.json b.json --out runs', /one SPEC.json, not 2/],
  ['sweep.json', /--out DIR is missing/],
  ['sweep.json --out runs --shard 0/8', /--shard needs/],
  ['sweep.json --out runs --data sample', /--data must name the full set/],
  ['sweep.json --out runs --checkpoint-minutes 0', /--checkpoint-minutes must be/],
  ['sweep.json --out runs --seed 1', /seed/],
  ['merge --out runs.json', /merge needs at least one folder/],
  ['merge runs', /--out FILE is missing/],
])('refuses "%s"', (line, message) => {
  expect(() => parse(line)).toThrow(ArgumentError)
  expect(() => parse(line)).toThrow(message)
})
