import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const FOLDER = new URL('../.github/workflows/', import.meta.url)

const used = readdirSync(FOLDER).flatMap((file) =>
  Array.from(
    readFileSync(new URL(file, FOLDER), 'utf8').matchAll(/uses: *(.*)/g),
    ([, action]) => `${file}: ${action}`,
  ),
)

/** Tags can be moved to other code, commits cannot. */
it('pins every action to a commit, with the version beside it', () => {
  expect(used.length).toBeGreaterThan(5)
  const unpinned = used.filter((action) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))
  expect(unpinned).toEqual([])
})
