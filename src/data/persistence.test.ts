import { afterEach, describe, expect, it, vi } from 'vitest'
import { isPersistent, requestPersistence } from './persistence.ts'

afterEach(() => void vi.unstubAllGlobals())

/** What both functions answer, in a browser with this storage. */
async function answers(storage: unknown): Promise<readonly boolean[]> {
  vi.stubGlobal('navigator', { storage })
  return [await isPersistent(), await requestPersistence()]
}

const no = async () => false
const yes = async () => true
const denied = () => Promise.reject(new DOMException('Denied.', 'SecurityError'))

describe('persistent storage', () => {
  it('is asked for unless it is there already', async () => {
    expect(await answers({ persisted: yes, persist: denied })).toEqual([true, true])
    expect(await answers({ persisted: no, persist: yes })).toEqual([false, true])
  })

  it.each([
    ['has no such storage', undefined],
    ['refuses to answer', { persisted: denied, persist: denied }],
    ['refuses the request', { persisted: no, persist: denied }],
    [
      'fails as Firefox does in other contexts',
      { persisted: () => Promise.reject(new TypeError('no')) },
    ],
  ])('is missing in a browser that %s', async (_what, storage) => {
    expect(await answers(storage)).toEqual([false, false])
  })
})
