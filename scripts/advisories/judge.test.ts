import { describe, expect, it } from 'vitest'
import { ALLOWED } from './allowed.mjs'
import { advisoryProblems } from './judge.mjs'

const TODAY = new Date('2026-11-29T12:00:00Z')
const ID = 'GHSA-aaaa-bbbb-cccc'

/** A report of npm 11: the affected package, and one that depends on it. */
const REPORT = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    below: {
      name: 'below',
      severity: 'high',
      via: [
        {
          source: 1,
          name: 'below',
          dependency: 'below',
          title: 'Reads files that it should not',
          url: `https://github.com/advisories/${ID}`,
          severity: 'high',
          range: '<2.0.0',
        },
      ],
    },
    above: { name: 'above', severity: 'high', via: ['below'] },
  },
})
const NONE = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} })

const allowed = { id: ID, reason: 'Only a tool uses it.', until: '2026-11-29' }

describe('advisoryProblems', () => {
  it('names an advisory that is not allowed', () => {
    expect(advisoryProblems(REPORT, [], TODAY)).toEqual([
      expect.stringMatching(/^below: Reads files that it should not \(high, https:.*cccc\)\./),
    ])
  })

  it('accepts an allowed advisory until the end of its last day', () => {
    expect(advisoryProblems(REPORT, [allowed], TODAY)).toEqual([])
    const later = new Date('2026-11-30T12:00:00Z')
    expect(advisoryProblems(REPORT, [allowed], later)).toEqual([
      `${ID} was allowed until 2026-11-29. Judge it again.`,
    ])
  })

  it('reports obsolete entries', () => {
    expect(advisoryProblems(NONE, [], TODAY)).toEqual([])
    expect(advisoryProblems(NONE, [allowed], TODAY)).toHaveLength(1)
  })

  it.each(['', 'no JSON', '{"message":"405 Method Not Allowed"}'])(
    'treats a missing report (%j) as a problem',
    (report) => {
      expect(advisoryProblems(report, [], TODAY)[0]).toMatch(/^npm did not report/)
    },
  )
})

it('has a reason and a date for each allowed advisory', () => {
  for (const { id, reason, until } of ALLOWED) {
    expect(id).toMatch(/^GHSA(-[0-9a-z]{4}){3}$/)
    expect(reason).toMatch(/\w+ \w+.*\.$/)
    expect(until).toMatch(/^\d{4}-\d\d-\d\d$/)
  }
  expect(new Set(ALLOWED.map(({ id }) => id)).size).toBe(ALLOWED.length)
})
