import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { codeVersion } from './commit.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab94-commit-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Creates a repository with one commit of one file. */
function makeRepository(): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder })
  git('init', '--quiet')
  writeFileSync(join(folder, 'file'), 'first')
  git('add', '.')
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.org']
  git(...author, 'commit', '--quiet', '--message', 'First')
}

it('is unknown outside a repository', () => {
  expect(codeVersion(folder)).toBe('unknown')
})

it('is the commit, marked if a file differs from it', () => {
  makeRepository()
  expect(codeVersion(folder)).toMatch(/^[0-9a-f]{7}$/)
  writeFileSync(join(folder, 'file'), 'second')
  expect(codeVersion(folder)).toMatch(/^[0-9a-f]{7}\+$/)
})

it('is unknown for a copy inside another repository', () => {
  makeRepository()
  const copy = join(folder, 'copy')
  mkdirSync(copy)
  expect(codeVersion(copy)).toBe('unknown')
})
