import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { chromiumCandidates } from './chromium.mjs'

it('tries only CHROMIUM_PATH if it is set', () => {
  const env = { CHROMIUM_PATH: '/mine', PATH: '/usr/bin' }
  expect(chromiumCandidates(env, 'linux', '/playwright')).toEqual(['/mine'])
})

it('tries Playwright’s own, then what is on the path', () => {
  const env = { PATH: ['/usr/local/bin', '', '/usr/bin'].join(delimiter) }
  const candidates = chromiumCandidates(env, 'linux', '/playwright')
  expect(candidates.slice(0, 3)).toEqual([
    '/playwright',
    join('/usr/local/bin', 'chromium'),
    join('/usr/bin', 'chromium'),
  ])
  expect(candidates).toContain(join('/usr/bin', 'google-chrome'))
})

it('knows where browsers are on macOS and Windows', () => {
  expect(chromiumCandidates({}, 'darwin', '/playwright')).toContain(
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  )
  const windows = chromiumCandidates({ PROGRAMFILES: 'P' }, 'win32', 'own')
  expect(windows).toContain(join('P', 'Google', 'Chrome', 'Application', 'chrome.exe'))
  expect(windows).toHaveLength(3)
})
