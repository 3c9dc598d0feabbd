import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** A browser that throws at the 101st change within 30 s, as Safari does. */
function safari() {
  const page = new EventTarget()
  const state = { search: '', calls: [] as number[], pushed: 0 }
  const change = (_state: unknown, _title: string, address: string) => {
    const now = performance.now()
    state.calls = [...state.calls.filter((at) => now - at < 30_000), now]
    if (state.calls.length > 100) throw new DOMException('Too often.', 'SecurityError')
    state.search = new URL(address, 'http://localhost').search
  }
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('location', {
    pathname: '/',
    hash: '',
    get search() {
      return state.search
    },
  })
  vi.stubGlobal('history', {
    state: null,
    replaceState: change,
    pushState(...change_: Parameters<typeof change>) {
      change(...change_)
      state.pushed++
    },
  })
  return { state, page }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const setSeed = (seed: number) => (parameters: URLSearchParams) =>
  parameters.set('seed', String(seed))

it('survives hundreds of changes, and the last state is in the address', async () => {
  const { state } = safari()
  const { changeQuery, query } = await import('./address.ts')
  for (let seed = 1; seed <= 3000; seed++) {
    changeQuery(setSeed(seed))
    expect(query()).toBe(`?seed=${seed}`)
    await vi.advanceTimersByTimeAsync(10)
  }
  await vi.advanceTimersByTimeAsync(500)
  expect(state.search).toBe('?seed=3000')
})

it('writes the last state once the browser accepts changes again', async () => {
  const { state } = safari()
  const { changeQuery } = await import('./address.ts')
  state.calls = Array.from({ length: 100 }, () => performance.now())
  changeQuery(setSeed(7))
  expect(state.search).toBe('')
  await vi.advanceTimersByTimeAsync(40_000)
  expect(state.search).toBe('?seed=7')
})

it('keeps pending changes when the view changes', async () => {
  const { state, page } = safari()
  const { changeQuery } = await import('./address.ts')
  changeQuery(setSeed(1))
  changeQuery(setSeed(2))
  changeQuery((parameters) => parameters.set('view', 'compare'), 'push')
  expect(state).toMatchObject({ search: '?seed=2&view=compare', pushed: 1 })
  changeQuery(setSeed(3))
  page.dispatchEvent(new Event('pagehide'))
  expect(state.search).toBe('?seed=3&view=compare')
})

it('opens the view of an earlier link, and writes its name of today', async () => {
  const { state } = safari()
  state.search = '?place=compare&seed=2'
  const { addressOf } = await import('./page-view.ts')
  expect(addressOf('inside')).toBe('?seed=2&view=inside')
  const { query } = await import('./address.ts')
  expect(query()).toBe('?place=compare&seed=2')
})

it('reads queries that mail and chat programs changed', async () => {
  const { state } = safari()
  const { query } = await import('./address.ts')
  for (const search of [
    '?recipe=tiny&amp;seed=3',
    '?recipe=tiny&seed=3).',
    '?recipe=tiny&seed=3,',
  ]) {
    state.search = search
    expect(query()).toBe('?recipe=tiny&seed=3')
  }
})

it.each([
  ['/lab94/%23run%3D1.a', '', '/lab94/?seed=2'],
  ['/c%23/lab94/', '#run=1.a', '/c%23/lab94/?seed=2'],
])('drops the hash of %s%s', async (pathname, hash, expected) => {
  safari()
  const replaced: string[] = []
  vi.stubGlobal('location', { pathname, hash, search: '?seed=2' })
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_state: unknown, _title: string, address: string) => replaced.push(address),
  })
  const { dropHash } = await import('./address.ts')
  dropHash()
  expect(replaced).toEqual([expected])
})
