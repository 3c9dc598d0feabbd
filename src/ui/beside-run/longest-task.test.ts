import { afterEach, expect, it, vi } from 'vitest'
import { longestTask, TaskWatch } from './longest-task.ts'

let report: (durations: readonly number[]) => void = () => {}

class FakeObserver {
  static supportedEntryTypes = ['longtask']
  constructor(listener: (list: { getEntries(): { duration: number }[] }) => void) {
    report = (durations) =>
      listener({ getEntries: () => durations.map((duration) => ({ duration })) })
  }
  observe() {}
  disconnect() {
    report = () => {}
  }
}

afterEach(() => vi.unstubAllGlobals())

it('keeps the longest task of the last run, and none from between runs', () => {
  vi.stubGlobal('PerformanceObserver', FakeObserver)
  const watch = new TaskWatch()
  const longest = () => longestTask.getState().milliseconds
  watch.want(false)
  expect(longest()).toBeNull()
  watch.want(true)
  expect(longest()).toBe(0)
  report([60, 80])
  report([70])
  watch.want(false)
  report([500])
  expect(longest()).toBe(80)
  watch.want(true)
  expect(longest()).toBe(0)
})

it('returns nothing if the browser does not report tasks', () => {
  vi.stubGlobal('PerformanceObserver', { supportedEntryTypes: [] })
  longestTask.setState({ milliseconds: null })
  new TaskWatch().want(true)
  expect(longestTask.getState().milliseconds).toBeNull()
})
