import { describe, expect, it } from 'vitest'
import { countNetwork } from '../../../model/counts.ts'
import { inputOf, type Layer } from '../../../model/layers.ts'
import { buildNetworkAt } from '../../../model/networks.ts'
import { networkParameters, type ParameterGroup } from '../../../model/parameters.ts'
import { PRESETS, presetNamed } from '../../../recipe/presets.ts'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import { taskKey, type ConvTask } from '../kernels/conv/conv-task.ts'
import { convTiles, tileText } from '../kernels/conv/conv-tiles.ts'
import { DEVICE_PROFILES } from './limits.ts'
import { tensorLifetimes } from './memory.ts'
import { fittingPlan } from './micro-batches.ts'
import { planProblems } from './plan-limits.ts'
import { createPlan, planDispatches, type Plan } from './plan.ts'
import type { Dispatch, BufferRef } from './program.ts'

const bufferOf = (plan: Plan, ref: BufferRef) =>
  ref.kind === 'tensor' ? `slot ${plan.slotOf[ref.tensor]}` : ref.buffer

/** Buffers that a dispatch both reads and writes, or writes in overlapping ranges. */
function aliases(plan: Plan, { kernel, refs }: Dispatch): string[] {
  const uses = kernel.bindings.map(({ access, bytes }, i) => {
    const ref = refs[i]
    const start = ref.kind === 'persistent' ? ref.offset : 0
    return { buffer: bufferOf(plan, ref), access, start, end: start + bytes }
  })
  return uses.flatMap((a, i) =>
    uses
      .slice(i + 1)
      .filter((b) => {
        if (a.buffer !== b.buffer || (a.access !== 'readWrite' && b.access !== 'readWrite')) {
          return false
        }
        return a.access !== b.access || (a.start < b.end && b.start < a.end)
      })
      .map((b) => `${kernel.label}: ${b.buffer}`),
  )
}

/** What a preset's engine is built for; plans do not depend on the images, nor on what normalises them. */
const specOf = (name: string) =>
  engineSpec({ ...presetNamed(name).recipe, normalisation: 'published' })

/** One preset of every network, batch and optimiser; rungs of a ladder may differ in rates alone. */
const specText = (name: string) =>
  JSON.stringify({ ...specOf(name), labelSmoothing: null, whitening: null })

const distinct = PRESETS.filter(
  ({ name }, i) => PRESETS.findIndex((other) => specText(other.name) === specText(name)) === i,
)

const EVERYWHERE: readonly string[] = ['auto', 'page-10', 'page-79', 'tiny']

// The tightest limits cover the others.
const cases = distinct.flatMap(({ name }) =>
  Object.entries(DEVICE_PROFILES)
    .filter(([device]) => device === 'guaranteed' || EVERYWHERE.includes(name))
    .flatMap(([device, profile]) =>
      (['f32', 'f16'] as const).map((storage) => ({ name, device, storage, profile })),
    ),
)

describe.each(cases)('$name on $device in $storage', ({ name, storage, profile }) => {
  const spec = specOf(name)
  const plan = fittingPlan({ spec, storage, profile })

  it('respects the limits', () => {
    expect(planProblems(plan, profile.limits)).toEqual([])
  })

  it('never reads and writes one buffer in a dispatch', () => {
    expect(planDispatches(plan).flatMap((dispatch) => aliases(plan, dispatch))).toEqual([])
  })

  it('gives a slot to one tensor at a time, large enough for it', () => {
    const training = plan.training.flatMap((p) => p.dispatches)
    const dispatches = [...training, ...plan.update, ...plan.evaluation]
    const lifetimes = tensorLifetimes(plan.tensors, dispatches)
    plan.tensors.forEach(({ bytes }, i) => {
      expect(bytes).toBeLessThanOrEqual(plan.slots[plan.slotOf[i]])
      for (let j = 0; j < i; j++) {
        if (plan.slotOf[i] !== plan.slotOf[j]) continue
        const [a, b] = [lifetimes[i], lifetimes[j]]
        expect(a.first > b.last || b.first > a.last).toBe(true)
      }
    })
  })

  it('binds ranges at aligned offsets', () => {
    const offsets = planDispatches(plan).flatMap(({ refs }) =>
      refs.map((ref) => (ref.kind === 'persistent' ? ref.offset % 256 : 0)),
    )
    expect(offsets.every((rest) => rest === 0)).toBe(true)
  })

  it('needs at most 15 dispatches per pass, 4 per convolution and 7 per batch norm', () => {
    const parameters = networkParameters(spec.layers)
    const count = (group: ParameterGroup) => parameters.filter((p) => p.group === group).length
    for (const { dispatches } of plan.training) {
      const all = dispatches.length + plan.update.length + plan.average.length
      expect(all).toBeLessThanOrEqual(15 + 4 * count('convWeight') + 7 * count('normScale'))
    }
  })
})

const withGroups = (layers: readonly Layer[], groupSize: number): Layer[] =>
  layers.map((layer) =>
    layer.kind === 'residual'
      ? {
          ...layer,
          body: withGroups(layer.body, groupSize),
          shortcut: withGroups(layer.shortcut, groupSize),
        }
      : layer.kind === 'batchNorm'
        ? { ...layer, groupSize }
        : layer,
  )

describe('createPlan', () => {
  const desktop = DEVICE_PROFILES.desktop
  const planOf = (name: string) =>
    createPlan({
      spec: specOf(name),
      storage: 'f32',
      microBatches: 1,
      profile: desktop,
    })

  // The padding channel of images costs more if the first layer has more filters.
  it.each([
    { name: 'tiny', most: 1.07 },
    { name: 'page-79', most: 1.01 },
    { name: 'page-10', most: 1.01 },
    { name: 'airbench94', most: 1.01 },
  ])('computes what $name needs and nothing else', ({ name, most }) => {
    const { recipe } = presetNamed(name)
    const { trainingFlops } = countNetwork(specOf(name).layers)
    const flops = planOf(name).training[0].dispatches.reduce(
      (sum, { kernel }) => sum + kernel.flops,
      0,
    )
    const perImage = flops / recipe.batchSize
    // What floor pooling drops is not computed.
    expect(perImage / trainingFlops).toBeGreaterThan(0.85)
    expect(perImage / trainingFlops).toBeLessThan(most)
  })

  it('leaves out what only a frozen bias needs', () => {
    const { training } = planOf('airbench94')
    expect(training.map(({ frozen }) => frozen)).toEqual([[], ['bias']])
    const [whole, frozen] = training.map(({ dispatches }) => dispatches)
    const labels = (dispatches: readonly Dispatch[]) => dispatches.map(({ kernel }) => kernel.label)
    const missing = labels(whole).filter((label) => !labels(frozen).includes(label))
    expect(missing.some((label) => label.startsWith('convInputGradient'))).toBe(true)
    expect(missing.some((label) => label.startsWith('biasGradient'))).toBe(true)
    expect(frozen.length).toBeLessThan(whole.length)
  })

  it('plans the same training for every side, in the memory of the largest', () => {
    const [whole, growing] = [planOf('e1-32'), planOf('e1')]
    expect(growing.training.map(({ side, frozen }) => [side, frozen.length])).toEqual([
      [32, 0],
      [32, 1],
      [24, 0],
      [24, 1],
      [28, 0],
      [28, 1],
    ])
    expect(growing.layout).toEqual(whole.layout)
    expect(growing.training.slice(0, 2)).toEqual(whole.training)
    const { recipe } = presetNamed('e1')
    for (const { side, frozen, dispatches } of growing.training) {
      if (frozen.length > 0) continue
      const { trainingFlops } = countNetwork(buildNetworkAt(recipe.network, side), inputOf(side))
      const flops = dispatches.reduce((sum, { kernel }) => sum + kernel.flops, 0)
      const share = flops / recipe.batchSize / trainingFlops
      expect(share).toBeGreaterThan(0.85)
      expect(share).toBeLessThan(1.01)
      const scaled = dispatches.filter(({ kernel }) => kernel.label.startsWith('scaleDown'))
      expect(scaled).toHaveLength(side === 32 ? 0 : 1)
    }
    const bytes = ({ slots }: Plan) => slots.reduce((a, b) => a + b)
    expect(bytes(growing)).toBeLessThan(1.02 * bytes(whole))
    const tasks = new Set(growing.convolutions.map(taskKey))
    for (const task of whole.convolutions) expect(tasks).toContain(taskKey(task))
    expect(growing.convolutions).toHaveLength(3 * whole.convolutions.length)
  })

  it('needs less memory in more micro-batches', () => {
    const spec = specOf('page-10')
    const bytes = [1, 2, 4].map((microBatches) =>
      createPlan({ spec, storage: 'f32', microBatches, profile: desktop }).slots.reduce(
        (a, b) => a + b,
      ),
    )
    expect(bytes[1]).toBeLessThan(0.6 * bytes[0])
    expect(bytes[2]).toBeLessThan(0.6 * bytes[1])
  })

  it.each(['f32', 'f16'] as const)(
    'keeps to the least limits with every tile that may be chosen, in %s',
    (storage) => {
      const profile = DEVICE_PROFILES.guaranteed
      for (const { name } of PRESETS) {
        const request = {
          spec: { ...specOf(name), batchSize: 64 },
          storage,
          microBatches: 1,
          profile,
        }
        const { convolutions } = createPlan(request)
        const tilesOf = (task: ConvTask) => convTiles(task, profile)
        const most = Math.max(...convolutions.map((task) => tilesOf(task).length))
        for (let i = 1; i < most; i++) {
          const choices = convolutions.flatMap((task) => {
            const tile = tilesOf(task).at(i)
            return tile ? [[taskKey(task), tile] as const] : []
          })
          const plan = createPlan({ ...request, tiles: new Map(choices) })
          expect(planProblems(plan, profile.limits)).toEqual([])
          const labels = planDispatches(plan).map(({ kernel }) => kernel.label)
          expect(labels.some((label) => label.includes(tileText(choices[0][1])))).toBe(true)
        }
      }
    },
  )

  it('computes statistics in convolutions if tiles do not straddle ghost groups', () => {
    const passesOf = (name: string) =>
      planOf(name).training[0].dispatches.map(({ kernel }) => kernel.label.split(' ')[0])
    expect(passesOf('page-10')).not.toContain('normStatistics')
    expect(passesOf('airbench94')).not.toContain('normStatistics')
    // Groups of 2 images of 4x4 pixels are 32 rows.
    const spec = specOf('page-10')
    const layers = withGroups(spec.layers, 2)
    const small = createPlan({
      spec: { ...spec, layers },
      storage: 'f32',
      microBatches: 1,
      profile: desktop,
    })
    const kernels = small.training[0].dispatches.map(({ kernel }) => kernel.label)
    const separate = kernels.filter((label) => label.startsWith('normStatistics'))
    expect(separate).toHaveLength(2)
    expect(separate.every((label) => label.includes('4x4x512'))).toBe(true)
  })

  it('adds up parts of a gradient only if there are several', () => {
    const plan = createPlan({
      spec: { ...specOf('page-10'), batchSize: 32 },
      storage: 'f32',
      microBatches: 1,
      profile: DEVICE_PROFILES.lavapipe,
    })
    const { dispatches } = plan.training[0]
    const sums = dispatches.filter(({ kernel }) => kernel.label.startsWith('sumSplits'))
    const gradients = dispatches.filter(({ kernel }) =>
      kernel.label.startsWith('convWeightGradient'),
    )
    const whole = gradients.filter(({ kernel }) => kernel.label.includes('/ 1 f32'))
    expect(whole.length).toBeGreaterThan(0)
    expect(sums.length + whole.length).toBe(gradients.length)
    for (const { refs } of whole) {
      expect(refs.at(-1)).toMatchObject({ kind: 'persistent', buffer: 'gradients' })
    }
  })

  it('rejects micro-batches that split a ghost group, and unsupported layers', () => {
    const spec = specOf('page-10')
    const request = { spec, storage: 'f32', microBatches: 32, profile: desktop } as const
    expect(() => createPlan(request)).toThrow('groups of 32 images')
    const withLayers = (layers: readonly Layer[]) => () =>
      createPlan({ ...request, microBatches: 1, spec: { ...spec, layers } })
    expect(withLayers(spec.layers.slice(0, -2))).toThrow('must end in a linear layer')
  })
})
