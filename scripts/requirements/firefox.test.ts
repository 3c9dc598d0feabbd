import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { firefoxCandidates } from './firefox.mjs'

it('tries only FIREFOX_PATH if it is set', () => {
  expect(firefoxCandidates({ FIREFOX_PATH: '/mine', PATH: '/usr/bin' }, 'linux')).toEqual(['/mine'])
})

it('takes the current release before Debian’s', () => {
  const env = { PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter) }
  expect(firefoxCandidates(env, 'linux')).toEqual([
    join('/usr/local/bin', 'firefox'),
    join('/usr/bin', 'firefox'),
    join('/usr/local/bin', 'firefox-esr'),
    join('/usr/bin', 'firefox-esr'),
  ])
})

it('knows where macOS and Windows keep it', () => {
  expect(firefoxCandidates({}, 'darwin')).toHaveLength(1)
  expect(firefoxCandidates({ PROGRAMFILES: 'P' }, 'win32')).toEqual([
    join('P', 'Mozilla Firefox', 'firefox.exe'),
  ])
  expect(firefoxCandidates({}, 'win32')).toEqual([])
})
