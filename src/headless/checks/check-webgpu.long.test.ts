// Two WebGPU implementations must agree: Dawn (Chrome) and wgpu (Firefox, Deno).

import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleHeadless } from '../../../scripts/bundle/bundle-headless.mjs'
import { requireDeno } from '../../../scripts/requirements/deno.mjs'
import { vulkanEnvironment } from '../../../scripts/requirements/vulkan.mjs'
import type { WebGpuReport } from './check-webgpu.ts'

const root = join(import.meta.dirname, '../../..')
/** Losses of the first steps differ by rounding, more so in f16. */
const TOLERANCE = { f32: 1e-4, f16: 2e-3 }

let program: { readonly folder: string; readonly module: string }
let dawn: WebGpuReport
let wgpu: WebGpuReport

beforeAll(async () => {
  program = await bundleHeadless(root, 'check-webgpu')
  dawn = await report(process.execPath, [program.module])
  const deno = ['run', '--allow-all', '--unstable-webgpu', program.module, '--kernels']
  wgpu = await report(requireDeno(root), deno)
}, 1_800_000)

afterAll(() => rm(program.folder, { recursive: true, force: true }))

async function report(command: string, args: readonly string[]): Promise<WebGpuReport> {
  const env = { ...process.env, ...vulkanEnvironment() }
  const { stdout } = await promisify(execFile)(command, [...args], { env })
  const parsed: WebGpuReport = JSON.parse(stdout)
  return parsed
}

it('compiles every kernel of every recipe', () => {
  expect(wgpu.kernels?.modules.failed).toEqual([])
  expect(wgpu.kernels?.modules.passed).toBeGreaterThan(1000)
})

it('matches the references', () => {
  expect(wgpu.kernels?.cases.failed).toEqual([])
  expect(wgpu.kernels?.cases.passed).toBeGreaterThan(100)
})

it('trains with the same losses', () => {
  expect(wgpu.trainings).toHaveLength(6)
  wgpu.trainings.forEach(({ recipe, precision, losses }, i) => {
    expect(dawn.trainings[i]).toMatchObject({ recipe, precision })
    expect(losses).toHaveLength(3)
    losses.forEach((loss, step) => {
      const other = dawn.trainings[i].losses[step]
      expect(Math.abs(loss - other) / other).toBeLessThan(TOLERANCE[precision])
    })
  })
})
