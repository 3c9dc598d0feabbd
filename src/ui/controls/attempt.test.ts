import { beforeEach, expect, it, vi } from 'vitest'
import { attempt } from './attempt.ts'
import { notify } from './notice.tsx'

vi.mock('./notice.tsx', () => ({ notify: vi.fn<(text: string) => void>() }))

const said = vi.mocked(notify)

beforeEach(() => said.mockReset())

it.each([
  ['later', () => Promise.reject(new Error('The disk is full.'))],
  [
    'at once',
    () => {
      throw new Error('The disk is full.')
    },
  ],
])('says why something failed %s', async (_, work) => {
  attempt(work)
  await vi.waitFor(() => expect(said).toHaveBeenCalled())
  expect(said.mock.calls).toEqual([['That did not work. The disk is full.']])
})

it('says that a part of the page is missing', async () => {
  attempt(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module: x')))
  await vi.waitFor(() => expect(said).toHaveBeenCalled())
  expect(said.mock.calls[0][0]).toMatch(/^This part of the page did not load\./)
})

it('reports nothing on success', async () => {
  const work = vi.fn<() => Promise<void>>(() => Promise.resolve())
  attempt(work)
  await vi.waitFor(() => expect(work).toHaveResolved())
  expect(said).not.toHaveBeenCalled()
})
