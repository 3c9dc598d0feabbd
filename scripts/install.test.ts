import { describe, expect, it } from 'vitest'
import { isInstalled, npm, olderVersion } from './install.mjs'

describe('isInstalled', () => {
  it('asks for packages at least as new as the lock file', () => {
    expect(isInstalled(null, 5)).toBe(false)
    expect(isInstalled(4, 5)).toBe(false)
    expect(isInstalled(5, 5)).toBe(true)
    expect(isInstalled(6, 5)).toBe(true)
  })
})

describe('npm', () => {
  it('is the one that started the script', () => {
    expect(npm('/opt/npm/bin/npm-cli.js', 'linux')).toEqual({
      command: process.execPath,
      args: ['/opt/npm/bin/npm-cli.js'],
      shell: false,
    })
  })

  it('is the one on the path where another package manager, or none, started it', () => {
    expect(npm('/opt/pnpm/pnpm.cjs', 'linux')).toEqual({ command: 'npm', args: [], shell: false })
    expect(npm(undefined, 'win32')).toEqual({ command: 'npm', args: [], shell: true })
  })
})

describe('olderVersion', () => {
  it('compares numbers, not digits', () => {
    expect(olderVersion('20.9.0', '20.19.0')).toBe(true)
    expect(olderVersion('20.19.0', '20.19.0')).toBe(false)
    expect(olderVersion('22.1.0', '20.19.0')).toBe(false)
  })
})
