import { describe, expect, it } from 'vitest'
import { chooseTiles, type CompileKernels, type TimeKernels } from './choose-tiles.ts'
import type { Kernel } from '../codegen/kernel.ts'
import type { ConvShape } from '../kernels/conv/conv-shape.ts'
import {
  choicesDigest,
  readChoices,
  taskKey,
  tileFor,
  writeChoices,
  type ConvTask,
} from '../kernels/conv/conv-task.ts'
import { convTiles, tileText } from '../kernels/conv/conv-tiles.ts'
import { DEVICE_PROFILES } from '../plan/limits.ts'

const profile = DEVICE_PROFILES.desktop

function task(channels: number, kind: ConvTask['kind'] = 'forward'): ConvTask {
  const sides = { height: 16, width: 16, outHeight: 16, outWidth: 16 }
  const shape: ConvShape = {
    batch: 64,
    ...sides,
    in: channels,
    out: channels,
    kernel: 3,
    stride: 1,
    padding: 'same',
  }
  const common = { shape, storage: 'f32', pool: false } as const
  switch (kind) {
    case 'forward':
      return { kind, ...common, groups: 2 }
    case 'inputGradient':
      return { kind, ...common, add: false }
    case 'weightGradient':
      return { kind, ...common }
  }
}

/** A clock that advances by the scripted time of each compilation and timing. */
function fakeTimer(
  millisecondsOf: (kernel: Kernel) => number,
  compilingOf: (kernel: Kernel) => number = () => 0,
) {
  let clock = 0
  const compiled: string[] = []
  const compile: CompileKernels = async (ways, limit) => {
    compiled.push(...ways.map(([{ label }]) => label))
    const times = ways.map(([kernel]) => compilingOf(kernel))
    clock += Math.min(limit, Math.max(...times))
    return times.map((ms) => ms < limit)
  }
  const timed: string[] = []
  const time: TimeKernels = async (ways) => {
    timed.push(ways[0][0].label)
    const times = ways.map((kernels) =>
      kernels.reduce((sum, kernel) => sum + millisecondsOf(kernel), 0),
    )
    clock += times.reduce((sum, ms) => sum + ms, 0)
    return times
  }
  return { compile, compiled, time, timed, now: () => clock }
}

const narrowest = (kernel: Kernel) => (kernel.label.includes('64x64x16, 8x4') ? 10 : 20)

describe('chooseTiles', () => {
  it('chooses the fastest for each task, timing repeated tasks once', async () => {
    const { compile, time, timed, now } = fakeTimer(narrowest)
    const tasks = [task(128), task(256), task(128), task(128, 'weightGradient')]
    const choices = await chooseTiles({ tasks, profile, known: new Map(), compile, time, now })
    expect(timed).toHaveLength(3)
    expect(tasks.map((t) => tileText(tileFor(t, choices, profile)))).toEqual(
      tasks.map(() => 'workgroup 64x64x16, 8x4 a thread'),
    )
  })

  it('prefers the best guess if another is hardly faster', async () => {
    const [guess] = convTiles(task(128), profile)
    const { compile, time, now } = fakeTimer(({ label }) =>
      label.includes(tileText(guess)) ? 10 : 9.8,
    )
    const tasks = [task(128)]
    const choices = await chooseTiles({ tasks, profile, known: new Map(), compile, time, now })
    expect(choices.get(taskKey(tasks[0]))).toBe(guess)
  })

  it('begins with the largest, and gives its choice to the rest of its kind when time is out', async () => {
    const slow = fakeTimer((kernel) => 60 * narrowest(kernel))
    const tasks = [task(96), task(256), task(128), task(128, 'inputGradient')]
    const { compile, time, now, timed } = slow
    const choices = await chooseTiles({ tasks, profile, known: new Map(), compile, time, now })
    expect(timed).toHaveLength(1)
    expect(timed[0]).toContain('256x256')
    expect(tileText(tileFor(tasks[0], choices, profile))).toBe('workgroup 64x64x16, 8x4 a thread')
    expect(choices.has(taskKey(tasks[3]))).toBe(false)
  })

  it('reports the compile time separately', async () => {
    const tasks = [task(128), task(256), task(128, 'weightGradient')]
    const { compile, time, timed, now } = fakeTimer(narrowest, () => 1400)
    await chooseTiles({ tasks, profile, known: new Map(), compile, time, now })
    expect(timed).toHaveLength(3)
  })

  it('drops a tile that compiles too slowly, for all tasks', async () => {
    const tasks = [task(256), task(128)]
    const isNarrowest = (kernel: Kernel) => narrowest(kernel) === 10
    const { compile, compiled, time, now } = fakeTimer(narrowest, (kernel) =>
      isNarrowest(kernel) ? 5000 : 1,
    )
    const choices = await chooseTiles({ tasks, profile, known: new Map(), compile, time, now })
    expect(compiled.filter((label) => label.includes('64x64x16, 8x4'))).toHaveLength(1)
    expect([...choices.values()].map(tileText)).not.toContain('workgroup 64x64x16, 8x4 a thread')
  })

  it('uses the best guess if nothing compiles in time', async () => {
    const { compile, time, timed, now } = fakeTimer(narrowest, () => 5000)
    const tasks = [task(128)]
    const choices = await chooseTiles({ tasks, profile, known: new Map(), compile, time, now })
    expect(timed).toEqual([])
    expect([...choices.values()]).toEqual([convTiles(tasks[0], profile)[0]])
  })

  it('does not time what is known', async () => {
    const tasks = [task(128)]
    const [, second] = convTiles(tasks[0], profile)
    const known = new Map([[taskKey(tasks[0]), second]])
    const { compile, time, now, timed } = fakeTimer(narrowest)
    const choices = await chooseTiles({ tasks, profile, known, compile, time, now })
    expect(timed).toEqual([])
    expect([...choices]).toEqual([...known])
  })
})

describe('tiles', () => {
  it('have unique texts, since choices are stored by them', () => {
    const tasks = [task(16), task(32), task(128), { ...task(32), storage: 'f16' as const }]
    for (const device of Object.values(DEVICE_PROFILES)) {
      for (const one of tasks) {
        const words = convTiles(one, device).map(tileText)
        expect(new Set(words).size).toBe(words.length)
      }
    }
  })
})

describe('written choices', () => {
  const tasks = [task(128), task(256, 'weightGradient')]
  const choices = new Map(tasks.map((t) => [taskKey(t), convTiles(t, profile)[1]] as const))

  it('are read back, except tiles that no longer exist', () => {
    const written = writeChoices(choices)
    expect([...readChoices(written, tasks, profile)]).toEqual([...choices])
    const changed = { ...written, [taskKey(tasks[0])]: 'workgroup 1x1x1' }
    expect([...readChoices(changed, tasks, profile).keys()]).toEqual([taskKey(tasks[1])])
  })

  it('have a digest that their order does not change', () => {
    expect(choicesDigest(choices)).toMatch(/^[0-9a-f]{8}$/)
    expect(choicesDigest(new Map([...choices].reverse()))).toBe(choicesDigest(choices))
    expect(choicesDigest(new Map([...choices].slice(1)))).not.toBe(choicesDigest(choices))
  })
})
