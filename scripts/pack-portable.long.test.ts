import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRunFile } from '../src/runs/files/run-file.ts'
import { vulkanEnvironment } from './requirements/vulkan.mjs'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'lab94-portable-'))
const packed = join(folder, 'packed')
const empty = mkdtempSync(join(tmpdir(), 'lab94-empty-'))
const archive = join(folder, 'cifar-10-binary.tar.gz')

/** Runs the packed script from an empty folder; its environment contains only the driver to use and `env`. */
const runIn = (env: Readonly<Record<string, string>>, args: readonly string[]) =>
  spawnSync(join(packed, 'run.sh'), args, {
    cwd: empty,
    env: { ...vulkanEnvironment(), ...env },
    encoding: 'utf8',
  })
const run = (...args: readonly string[]) => runIn({}, args)

const TRAIN = ['train', '--recipe', 'tiny', '--data', 'sample', '--train', '256', '--test', '100']

beforeAll(() => {
  // A placeholder for the images, which these runs do not read.
  appendFileSync(archive, Buffer.alloc(2_500_000, 94))
  const pack = ['scripts/pack-portable.mjs', '--out', packed, '--chunk-mb', '1']
  const { status, stderr } = spawnSync(process.execPath, pack, {
    cwd: root,
    env: { ...process.env, LAB94_DATA: archive },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`Packing failed: ${stderr}`)
})

afterAll(() => {
  for (const path of [folder, empty]) rmSync(path, { recursive: true })
})

describe('the portable bundle', () => {
  it('trains', () => {
    const { status, stdout, stderr } = run(...TRAIN, '--epochs', '1', '--json')
    expect(status, stderr).toBe(0)
    expect(stderr).not.toContain('Vulkan loader')
    expect(stderr).toMatch(/Adapter: .*\nDriver: /)
    expect(stdout.trim().split('\n').at(-1)).toMatch(/"type":"done"/)
  })

  it('trains a sweep and merges its runs', () => {
    const spec = { data: 'sample', recipe: 'tiny', train: 256, test: 100, epochs: 1, seeds: [1] }
    writeFileSync(join(empty, 'sweep.json'), JSON.stringify(spec))
    const trained = run('sweep', 'sweep.json', '--shard', '1/1', '--out', 'runs')
    expect(trained.status, trained.stderr).toBe(0)
    const merged = run('sweep', 'merge', 'runs', '--out', 'runs.json')
    expect(merged.status, merged.stderr).toBe(0)
    expect(readRunFile(readFileSync(join(empty, 'runs.json'), 'utf8'))).toHaveLength(1)
  })

  it('provides a Vulkan loader if the system has none', () => {
    const folder = join(empty, 'broken')
    mkdirSync(folder)
    // Programs find this file first, and cannot load it.
    writeFileSync(join(folder, 'libvulkan.so.1'), '')
    const { status, stderr } = runIn({ LD_LIBRARY_PATH: folder }, [...TRAIN, '--epochs', '1'])
    expect(status, stderr).toBe(0)
    expect(stderr).toMatch(/Vulkan loader: packed.*\n.*Adapter: /s)
  })

  it('reports invalid arguments', () => {
    expect(run().status).toBe(2)
    const { status, stderr } = run('train', '--recipes', 'tiny')
    expect(status).toBe(2)
    expect(stderr).toContain('--recipes')
    expect(stderr).toContain('./run.sh train [options]')
    expect(stderr).not.toContain('npm')
  })

  it('finds a damaged chunk', () => {
    rmSync(join(packed, 'work'), { recursive: true })
    appendFileSync(join(packed, 'chunks/dawn.node.xz.000'), 'x')
    const { status, stderr } = run('test-kernels')
    expect(status).toBe(1)
    expect(stderr).toMatch(/damaged or missing/)
  })
})
