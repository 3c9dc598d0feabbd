import { describe, expect, it } from 'vitest'
import { addressHash, hashName, plainHash } from './hash-text.ts'

const HASH = '#run=1.aB-_9'

describe('a hash', () => {
  it.each([
    '#run%3D1.aB-_9',
    '#run%253D1%252EaB-_9',
    '%23run%3D1.aB-_9',
    '%2523run%253D1.aB-_9',
    '#run=1.a\r\n B-_9',
    '#run=1.a%E2%80%8BB-_9',
    '#run=1.a%25E2%2580%258BB%C2%AD-_9',
  ])('reads as it was written from %j', (text) => expect(plainHash(text)).toBe(HASH))

  it.each(['%', '%zz', '%E0%A4', '%25%', '%00'])('survives %j behind it', (junk) => {
    expect(plainHash(`#run%3D1.aB-_9.${junk}`)).toMatch(/^#run=1\.aB-_9\./)
  })

  it.each([
    ['#run=1.a', 'run'],
    ['#RUNS=1.a', 'runs'],
    ['#/run=1.a', 'run'],
    ['#!run=1.a', 'run'],
    ['#?run=1.a', 'run'],
    ['#utm_source=x&run=1.a', 'run'],
    ['#utm_source=x&amp;lesson=1.a', 'lesson'],
    ['https://example.org/#run=1.a', 'run'],
    ['#rerun=1.a', null],
    ['#runner', null],
    ['', null],
  ])('%j names its content: %s', (hash, name) => expect(hashName(hash)).toBe(name))

  it('is found at the end of a path too', () => {
    expect(addressHash({ hash: HASH, pathname: '/lab94/' })).toBe(HASH)
    expect(addressHash({ hash: '', pathname: '/lab94/%23run%3D1.aB-_9' })).toBe('%23run%3D1.aB-_9')
    expect(addressHash({ hash: '', pathname: '/lab94/' })).toBe('')
  })
})
