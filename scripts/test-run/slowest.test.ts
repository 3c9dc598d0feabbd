import { expect, it } from 'vitest'
import { slowestTests, timesText } from './slowest.mjs'

it('lists Vitest’s slowest tests, slowest first', () => {
  const report = {
    testResults: [
      {
        name: '/project/src/a.test.ts',
        assertionResults: [
          { fullName: 'adds', duration: 1500 },
          { fullName: 'waits for nothing', duration: null },
        ],
      },
      {
        name: '/project/src/b.test.ts',
        assertionResults: [{ fullName: 'divides', duration: 2500 }],
      },
    ],
  }
  expect(slowestTests('vitest', JSON.stringify(report), '/project', 2)).toEqual([
    { title: 'src/b.test.ts › divides', seconds: 2.5 },
    { title: 'src/a.test.ts › adds', seconds: 1.5 },
  ])
})

it('lists Playwright’s slowest tests with their groups, counting retries', () => {
  const spec = (title: string, ...durations: number[]) => ({
    title,
    file: 'page.spec.ts',
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  })
  const group = { title: 'a group', specs: [spec('opens', 2000, 4000)] }
  const report = {
    suites: [{ title: 'page.spec.ts', specs: [spec('closes', 5000)], suites: [group] }],
  }
  expect(slowestTests('playwright', JSON.stringify(report), '/project')).toEqual([
    { title: 'page.spec.ts › opens', seconds: 6 },
    { title: 'page.spec.ts › closes', seconds: 5 },
  ])
})

it('has no times for the Python tests', () => {
  expect(slowestTests('unittest', '{"passed":3,"failed":0,"skipped":0}', '/project')).toEqual([])
})

it('writes a line for each test', () => {
  const tests = [
    { title: 'a › x', seconds: 123.456 },
    { title: 'b › y', seconds: 2 },
  ]
  expect(timesText(tests)).toBe('  123.5 s  a › x\n    2.0 s  b › y')
})
