import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isInstalled, npm, obstacleTo, supportsNode } from './install.mjs'

const root = join(import.meta.dirname, '../..')

const lock = (packages: Record<string, object>) => JSON.stringify({ packages })

describe('isInstalled', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' }
  const other = { version: '2.0.0', integrity: 'sha512-b' }

  it('compares installed and locked packages, not dates', () => {
    const locked = lock({ '': { name: 'lab94' }, 'node_modules/a': a })
    expect(isInstalled(lock({ 'node_modules/a': a }), locked)).toBe(true)
    expect(isInstalled(lock({ 'node_modules/a': other }), locked)).toBe(false)
    expect(isInstalled(lock({}), locked)).toBe(false)
    expect(isInstalled(lock({ 'node_modules/a': a, 'node_modules/b': other }), locked)).toBe(false)
    expect(isInstalled(null, locked)).toBe(false)
    expect(isInstalled('{', locked)).toBe(false)
    expect(isInstalled(lock({}), null)).toBe(true)
  })

  it('ignores missing optional packages for other systems', () => {
    const locked = lock({ 'node_modules/a': a, 'node_modules/b': { ...other, optional: true } })
    expect(isInstalled(lock({ 'node_modules/a': a }), locked)).toBe(true)
  })

  it('recognises this installation', async () => {
    const read = (path: string) => readFile(join(root, path), 'utf8')
    const installed = await read('node_modules/.package-lock.json')
    expect(isInstalled(installed, await read('package-lock.json'))).toBe(true)
  })
})

describe('supportsNode', () => {
  it.each([
    ['18.20.0', false],
    ['20.9.0', false],
    ['20.19.0', true],
    ['21.7.0', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.11.0', false],
    ['24.0.0', true],
    ['26.1.0', true],
  ])('%s: %s', (version, supported) => expect(supportsNode(version)).toBe(supported))

  it('matches package.json and the README', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({ engines: { node: '^20.19.0 || ^22.12.0 || >=24.0.0' } })
    expect(await readFile(join(root, 'README.md'), 'utf8')).toContain('20.19+, 22.12+, or 24+')
  })
})

describe('obstacleTo', () => {
  it('names an unsupported version and an unsuitable folder', () => {
    expect(obstacleTo('/home/me/lab94', '22.11.0')).toMatch(
      /needs Node 20\.19 or 22\.12 or 24.*22\.11\.0/,
    )
    expect(obstacleTo('/home/me/c#/lab94', '22.12.0')).toMatch(/# or \?.*c#/)
    expect(obstacleTo('/home/me/lab94', '22.12.0')).toBeNull()
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

  it('is the one on the path if another package manager, or none, started the script', () => {
    expect(npm('/opt/pnpm/pnpm.cjs', 'linux')).toEqual({ command: 'npm', args: [], shell: false })
    expect(npm(undefined, 'win32')).toEqual({ command: 'npm', args: [], shell: true })
  })
})
