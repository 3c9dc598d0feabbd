import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('three minutes of runs, faults and stops leave nothing behind', () => {
  const soak = spawnSync('npm', ['run', '-s', 'soak', '--', '--minutes', '3'], {
    encoding: 'utf8',
    // On Windows, npm is a shell script.
    shell: process.platform === 'win32',
  })
  const report: unknown = JSON.parse(soak.stdout)
  expect(report).toMatchObject({ errors: [], grown: [] })
  expect(soak.status).toBe(0)
})
