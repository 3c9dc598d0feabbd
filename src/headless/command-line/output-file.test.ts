import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ArgumentError } from './arguments.ts'
import { requireWritable, writeAtomically } from './output-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab94-output-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('creates missing folders and leaves nothing in them', () => {
  requireWritable('out', join(folder, 'a/b/run.json'))
  expect(readdirSync(join(folder, 'a/b'))).toEqual([])
})

it.each([
  ['a folder', 'taken'],
  ['below a file', 'file/run.json'],
])('refuses a path that is %s, naming the option', (_, name) => {
  mkdirSync(join(folder, 'taken'))
  writeAtomically(join(folder, 'file'), 'x')
  expect(() => requireWritable('out', join(folder, name))).toThrow(ArgumentError)
  expect(() => requireWritable('out', join(folder, name))).toThrow(/--out/)
})

it('replaces a file atomically, and keeps the old one if writing fails', () => {
  const path = join(folder, 'run.json')
  writeAtomically(path, 'old')
  writeAtomically(path, Uint8Array.of(104, 105))
  expect(readFileSync(path, 'utf8')).toBe('hi')
  mkdirSync(`${path}.partial`)
  expect(() => writeAtomically(path, 'new')).toThrow(/EISDIR/)
  expect(readFileSync(path, 'utf8')).toBe('hi')
})
