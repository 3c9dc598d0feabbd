import { describe, expect, it } from 'vitest'
import type { DataStatus } from '../../data/status.ts'
import type { AdapterReport, Command } from '../../worker/protocol.ts'
import type { Run } from '../run.ts'
import { DEFAULT_SETUP, DEMO_CHOICE } from './setup.ts'
import { requestFor } from './lab-actions.ts'
import { changedSinceStart, choiceToTry, estimateOf } from './lab-state.ts'
import { openTestLab, settled } from '../testing/lab.ts'

const GPU: AdapterReport = {
  name: 'a GPU',
  backend: 'webgpu',
  software: false,
  shaderF16: false,
  missing: null,
  details: null,
}

const DOWNLOADING: DataStatus = {
  phase: 'downloading',
  source: null,
  choices: [],
  bytesDone: 1,
  bytesTotal: 2,
  bytesPerSecond: null,
  secondsLeft: null,
  files: [],
  storage: 'memory',
  note: null,
  error: null,
}

function open(chosen = false) {
  const { lab, commands, emit } = openTestLab(chosen)
  return { ...lab, commands, emit }
}

const estimatesFor = (commands: readonly Command[]) =>
  commands.flatMap((command) => (command.type === 'estimate' ? [command.choice.preset] : []))

describe('createLab', () => {
  it('asks what computes here and what data is here, then how long it will take', () => {
    const { commands, emit } = open()
    expect(commands.map(({ type }) => type)).toEqual(['describe', 'data', 'saved run'])
    emit({ type: 'adapter', adapter: GPU })
    emit({ type: 'adapter', adapter: GPU })
    expect(estimatesFor(commands)).toEqual([DEFAULT_SETUP.choice.preset])
  })

  it('requests an estimate for another recipe, but not during a run', () => {
    const { commands, emit, actions, store } = open()
    emit({ type: 'adapter', adapter: GPU })
    actions.start(requestFor(store.getState().setup, 'full'))
    actions.choosePreset('tiny')
    expect(estimatesFor(commands)).toEqual([DEFAULT_SETUP.choice.preset])
    emit({ type: 'trainer', event: { type: 'stopped', step: 0 } })
    expect(estimatesFor(commands)).toEqual([DEFAULT_SETUP.choice.preset, 'tiny'])
  })

  it('separates times by recipe and engine', () => {
    const { store, emit, actions } = open()
    const times = { seconds: 80, secondsLow: 70, secondsHigh: 100, sampleSeconds: 8 }
    const { choice, engine } = DEFAULT_SETUP
    emit({ type: 'estimate', estimate: { ...times, choice, engine } })
    expect(estimateOf(store.getState(), choice)?.seconds).toBe(80)
    expect(estimateOf(store.getState(), DEMO_CHOICE)).toBeNull()
    actions.setEngine(engine === 'tfjs' ? 'wgsl' : 'tfjs')
    expect(estimateOf(store.getState(), choice)).toBeNull()
  })

  it('tries the small recipe on a processor, unless another was chosen', () => {
    const processor = { type: 'adapter', adapter: { ...GPU, software: true } } as const
    const own = open()
    own.emit(processor)
    expect(choiceToTry(own.store.getState())).toEqual(DEMO_CHOICE)
    expect(estimatesFor(own.commands)).toEqual([DEFAULT_SETUP.choice.preset, DEMO_CHOICE.preset])
    const linked = open(true)
    linked.emit(processor)
    expect(choiceToTry(linked.store.getState()).preset).toBe(DEFAULT_SETUP.choice.preset)
  })
})

describe('a run', () => {
  it('that is stopped before its first step leaves nothing behind', () => {
    const { store, emit, actions, commands } = open()
    actions.start(requestFor(DEFAULT_SETUP, 'full'))
    emit({ type: 'preparing', what: 'engine' })
    expect(store.getState().run).toMatchObject({ phase: 'preparing', preparing: 'engine' })
    actions.stop()
    expect(store.getState().wish).toBe('stop')
    expect(commands.at(-1)).toEqual({ type: 'stop' })
    emit({ type: 'trainer', event: { type: 'stopped', step: 0 } })
    expect(store.getState()).toMatchObject({ run: null, wish: null })
  })

  it('that waits for its download is paused by pausing that', () => {
    const { emit, actions, commands, store } = open()
    actions.start(requestFor(DEFAULT_SETUP, 'full'))
    emit({ type: 'data', status: DOWNLOADING })
    actions.pause()
    expect(commands.at(-1)).toEqual({ type: 'data', action: 'pause' })
    emit({ type: 'data', status: { ...DOWNLOADING, phase: 'paused' } })
    actions.resume()
    expect(commands.at(-1)).toEqual({ type: 'data', action: 'download' })
    expect(store.getState().wish).toBeNull()
  })

  it('separates failed runs from failed actions', () => {
    const { emit, actions, store } = open()
    emit({ type: 'problem', message: 'No such command.', advice: 'Reload.' })
    expect(store.getState().problem?.message).toBe('No such command.')
    actions.start(requestFor(DEFAULT_SETUP, 'sample'))
    expect(store.getState().problem).toBeNull()
    emit({
      type: 'trainer',
      event: { type: 'failed', step: 0, message: 'Lost.', advice: 'Again.', saved: null },
    })
    expect(store.getState().run).toMatchObject({ phase: 'failed', failure: { message: 'Lost.' } })
  })
})

describe('starting over', () => {
  it('stops the run, records it, and starts what is set up then', async () => {
    const { store, emit, actions, commands, setAfterRun } = open()
    const recorded: string[] = []
    const record = async ({ phase }: Run) => void recorded.push(phase)
    setAfterRun({ record, startNext: () => {} })
    actions.start(requestFor(DEFAULT_SETUP, 'sample'))
    expect(changedSinceStart(store.getState())).toBe(false)
    actions.setToggle('flip', false)
    expect(changedSinceStart(store.getState())).toBe(true)
    actions.restart()
    expect(commands.at(-1)).toEqual({ type: 'stop' })
    emit({ type: 'trainer', event: { type: 'stopped', step: 0 } })
    await settled()
    expect(commands.at(-1)).toMatchObject({
      type: 'train',
      dataset: 'sample',
      choice: { toggles: { flip: false } },
    })
    expect(recorded).toEqual(['stopped'])
    expect(store.getState()).toMatchObject({ wish: null, run: { phase: 'preparing' } })
    emit({ type: 'trainer', event: { type: 'stopped', step: 0 } })
    await settled()
    expect(commands.filter(({ type }) => type === 'train')).toHaveLength(2)
    expect(store.getState().run).toBeNull()
  })
})

describe('a run that is saved', () => {
  const request = requestFor(DEFAULT_SETUP, 'sample')
  const report = { request, step: 10, epoch: 1, steps: 20, savedAt: 1 }

  it('resumes after a reload', () => {
    const { emit, actions, store, commands } = open()
    actions.resumeSaved()
    expect(store.getState().run).toBeNull()
    emit({ type: 'saved run', run: report })
    actions.resumeSaved()
    expect(store.getState().run).toMatchObject({ phase: 'preparing', request })
    expect(commands.at(-1)).toEqual({ type: 'continue' })
  })
})

describe('the recipe', () => {
  it('accepts custom fields, rejects invalid ones, and resets them', () => {
    const { actions, store } = open()
    const overrides = () => store.getState().setup.choice.overrides
    actions.setFields({ batchSize: 256, 'optimiser.momentum': 0.8 })
    expect(overrides()).toEqual({ batchSize: 256, 'optimiser.momentum': 0.8 })
    actions.setFields({ batchSize: -1 })
    expect(store.getState().refused).toMatch(/batchSize/)
    expect(overrides()).toMatchObject({ batchSize: 256 })
    actions.setFields({ batchSize: undefined })
    expect(overrides()).toEqual({ 'optimiser.momentum': 0.8 })
    expect(store.getState().refused).toBeNull()
  })

  it('forgets a toggle that is set back, and undoes all changes', () => {
    const { actions, store } = open()
    actions.choosePreset('page-10')
    const toggles = () => store.getState().setup.choice.toggles
    actions.setToggle('crop', false)
    actions.setToggle('flip', false)
    expect(toggles()).toEqual({ crop: false, flip: false })
    actions.setToggle('crop', true)
    expect(toggles()).toEqual({ flip: false })
    actions.setToggle('residuals', false)
    actions.setToggle('dirac', true)
    expect(store.getState().refused).toMatch(/Only airbench’s networks can/)
    expect(toggles()).toEqual({ flip: false, residuals: false })
    actions.setToggle('residuals', true)
    expect(store.getState().refused).toBeNull()
    actions.undoChanges()
    expect(toggles()).toEqual({})
    expect(store.getState().chosen).toBe(true)
  })
})
