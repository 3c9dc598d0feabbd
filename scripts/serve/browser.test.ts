import { expect, it } from 'vitest'
import { canOpenBrowser } from './browser.mjs'

it.each([
  [{}, 'darwin', true],
  [{}, 'win32', true],
  [{}, 'linux', false],
  [{ DISPLAY: ':0' }, 'linux', true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
  [{ DISPLAY: ':0', CI: 'true' }, 'linux', false],
  [{ CI: 'true' }, 'darwin', false],
] as const)('with %j on %s: %s', (env, platform, opens) => {
  expect(canOpenBrowser(env, platform)).toBe(opens)
})
