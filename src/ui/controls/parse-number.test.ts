import { expect, it } from 'vitest'
import { parseNumber } from './parse-number.ts'

it.each([
  ['0,5', 0.5],
  ['0.5', 0.5],
  [' 12 ', 12],
  [',5', 0.5],
  ['1 024', 1024],
  ['1\u00a0024', 1024],
  ['1\u202f024,5', 1024.5],
  ['1’024', 1024],
  ['12 345 678', 12_345_678],
  ['1,024,000', 1_024_000],
  ['0,024', 0.024],
  ['\u0661\u0662', 12],
  ['\u06f1\u066b\u06f5', 1.5],
  ['\uff11\uff10', 10],
  ['\u22123', -3],
  ['1e-3', 0.001],
  ['5e-4', 0.0005],
  ['10.', 10],
  ['1e999', Infinity],
])('%j is %d', (text, number) => expect(parseNumber(text)).toBe(number))

it.each(['', ' ', 'x', '1,024', '1,2,3', '1.2.3', '--1', '0x10', 'Infinity', '1 2', '1 0240'])(
  '%j is no number',
  (text) => expect(parseNumber(text)).toBeNaN(),
)
