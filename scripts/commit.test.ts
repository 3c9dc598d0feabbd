import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { codeVersion } from './commit.mjs'

it('is unknown outside of a repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab94-commit-'))
  expect(codeVersion(folder)).toBe('unknown')
  rmSync(folder, { recursive: true })
})
