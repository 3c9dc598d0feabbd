import { expect, it } from 'vitest'
import { firefoxCommands, mesaCommands, pythonCommands } from './debian.mjs'

const BOOKWORM = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'
const UBUNTU = 'ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n'

it('installs Mesa on Debian 12 from its backports', () => {
  const commands = mesaCommands(BOOKWORM)
  expect(commands[0]).toContain('bookworm-backports main')
  expect(commands.at(-1)).toContain('-t bookworm-backports mesa-vulkan-drivers')
})

it('installs it from the distribution’s own packages elsewhere', () => {
  expect(mesaCommands(UBUNTU).at(-1)).toBe('sudo apt-get install -y mesa-vulkan-drivers')
})

it('gives no commands for an unknown package manager', () => {
  expect(mesaCommands('ID=fedora\n').join()).not.toContain('apt-get')
  expect(mesaCommands(null).join()).toContain('lavapipe')
})

it('installs Mesa’s shims on request', () => {
  const packages = ['mesa-vulkan-drivers', 'mesa-drm-shim'] as const
  expect(mesaCommands(BOOKWORM, packages).at(-1)).toContain('mesa-vulkan-drivers mesa-drm-shim')
  expect(mesaCommands(null, packages).join()).toContain('DRM shims')
})

it('installs Python’s modules from apt if available, otherwise from PyPI', () => {
  const install = (release: string | null) => pythonCommands(release, ['torch', 'numpy']).at(-1)
  expect(install(BOOKWORM)).toBe('sudo apt-get install -y python3-torch pyflakes3')
  expect(install(null)).toBe('python3 -m pip install torch numpy')
})

it('takes Firefox from Debian’s apt, and nowhere else from apt', () => {
  expect(firefoxCommands(BOOKWORM).at(-1)).toBe('sudo apt-get install -y firefox-esr')
  for (const release of [UBUNTU, null]) {
    expect(firefoxCommands(release).join()).toContain('FIREFOX_PATH')
  }
})
