import { describe, expect, it } from 'vitest'
import { forbiddenFile, forbiddenPackage, FOLDERS, TIED_PACKAGES } from './import-rules.mjs'

describe('forbiddenFile', () => {
  it.each([
    ['trainer/trainer.ts', 'engine/engine.ts'],
    ['model/networks.ts', 'recipe/recipe.ts'],
    ['engine/wgsl/plan/plan.ts', 'engine/wgsl/kernels/head/linear-forward.ts'],
    ['engine/wgsl/plan/plan.ts', 'engine/choices.ts'],
    ['worker/worker.ts', 'engine/tfjs/engine.ts'],
    ['headless/train/train.ts', 'data/node/sample.ts'],
    ['runs/store.ts', 'worker/protocol.ts'],
    ['main.tsx', 'ui/app.tsx'],
  ])('lets %s import %s', (from, to) => {
    expect(forbiddenFile(from, to)).toBeNull()
  })

  it.each([
    ['random/stream.ts', 'recipe/recipe.ts'],
    ['recipe/presets.ts', 'model/layers.ts'],
    ['data/sample/sample.ts', 'model/layers.ts'],
    ['data/download.ts', 'data/node/stream.ts'],
    ['engine/engine.ts', 'engine/wgsl/plan/plan.ts'],
    ['engine/wgsl/kernels/head/linear-forward.ts', 'engine/wgsl/plan/plan.ts'],
    ['engine/wgsl/plan/plan.ts', 'engine/wgsl/runtime/executable.ts'],
    ['engine/wgsl/plan/plan.ts', 'engine/tfjs/engine.ts'],
    ['engine/tfjs/engine.ts', 'engine/wgsl/plan/plan.ts'],
    ['trainer/trainer.ts', 'engine/wgsl/plan/plan.ts'],
    ['trainer/trainer.ts', 'worker/protocol.ts'],
    ['runs/store.ts', 'ui/app.tsx'],
    ['runs/store.ts', 'worker/worker.ts'],
    ['ui/app.tsx', 'engine/device.ts'],
    ['elsewhere/file.ts', 'random/stream.ts'],
    // The folder counts, not the name.
    ['recipe/toggles/test-time.ts', 'trainer/trainer.ts'],
  ])('keeps %s from importing %s', (from, to) => {
    expect(forbiddenFile(from, to)).toContain('scripts/lint/import-rules.mjs')
  })

  it('lets a test compare the two engines', () => {
    expect(forbiddenFile('engine/wgsl/engine.gpu.test.ts', 'engine/tfjs/engine.ts')).toBeNull()
  })
})

describe('forbiddenPackage', () => {
  it.each([
    ['ui/charts/loss.tsx', 'recharts'],
    ['data/node/stream.ts', 'node:fs'],
    ['engine/tfjs/engine.ts', '@tensorflow/tfjs'],
    ['recipe/choice.ts', 'valibot'],
    ['engine/wgsl/testing/device.ts', 'webgpu'],
  ])('lets %s import %s', (from, specifier) => {
    expect(forbiddenPackage(from, specifier)).toBeNull()
  })

  it.each([
    ['runs/store.ts', 'react'],
    ['runs/store.ts', 'react/jsx-runtime'],
    ['data/store.ts', 'node:fs'],
    ['engine/wgsl/plan/plan.ts', '@tensorflow/tfjs-core'],
    ['worker/worker.ts', 'webgpu'],
  ])('keeps %s from importing %s', (from, specifier) => {
    expect(forbiddenPackage(from, specifier)).toContain(specifier)
  })
})

describe('the table', () => {
  it('names only folders that exist, and lets no two import each other', () => {
    for (const [folder, { may }] of Object.entries(FOLDERS)) {
      for (const other of may.filter((name) => !name.endsWith('.ts'))) {
        expect(Object.keys(FOLDERS)).toContain(other)
        expect(FOLDERS[other]?.may).not.toContain(folder)
      }
    }
    for (const home of Object.values(TIED_PACKAGES).flat()) {
      expect(Object.keys(FOLDERS)).toContain(home)
    }
  })
})
