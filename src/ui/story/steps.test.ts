import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readFiledRun, readRunFile } from '../../runs/files/run-file.ts'
import { accuracyOf } from '../../runs/record/record.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { resolveRecipe, presetChoice, withToggle } from '../../recipe/choice.ts'
import { TOGGLES } from '../../recipe/toggles.ts'
import { stepNamed, STORY } from './steps.ts'
import { STORY_TEXT } from './texts.ts'

const STEPS = STORY.flatMap(({ steps }) => steps)

describe('the steps of the story', () => {
  it('have the times, devices, accuracies and sources of their presets, except the one of a newer GPU', () => {
    const own = STEPS.filter(({ name, kind }) => name !== 'newGpu' && kind !== 'untimed')
    expect(own.map(({ published }) => published)).toEqual(
      own.map(({ preset }) => presetNamed(preset).published),
    )
    expect(own).toHaveLength(23)
    const { published, preset } = stepNamed('newGpu')
    expect(published).toMatchObject({ seconds: 14, device: 'A100', accuracy: 94.09 })
    expect(presetNamed(preset).published?.device).toBe('V100')
  })

  it('say how far the shipped run of our own engine came', () => {
    const shipped = new URL('../../../public/shipped-runs.json', import.meta.url)
    const [run] = readRunFile(readFileSync(shipped, 'utf8')).map(readFiledRun)
    if ('unreadable' in run) throw new Error(run.unreadable)
    const { record } = run
    expect(record).toMatchObject({ choice: { preset: 'auto' }, engine: 'wgsl', software: true })
    const minutes = Math.floor(record.trainSeconds / 60)
    const { line } = STORY_TEXT.steps.auto
    expect(line).toContain(`to ${(100 * (accuracyOf(record) ?? 0)).toFixed(2)}% on two CPU cores`)
    expect(line).toContain(`in ${Math.floor(minutes / 60)} h ${minutes % 60} min of training`)
  })

  it('get faster one after another on a device, and start again on the next', () => {
    const chain = STEPS.filter(({ kind }) => kind === 'start' || kind === 'faster')
    chain.forEach(({ kind, published, before }, i) => {
      const last = chain.at(i - 1)?.published
      if (kind === 'start') return expect(before).toBeNull()
      expect(before).toBe(last?.seconds)
      expect(published?.device).toBe(last?.device)
      expect(published?.seconds).toBeLessThan(last?.seconds ?? 0)
    })
    expect(chain.map(({ published }) => published?.seconds)).toEqual([
      341, 297, 256, 186, 161, 154, 79, 70, 64, 59, 52, 46, 43, 39, 36, 33.5, 26, 14, 3.8, 2.59,
      1.98, 1.82,
    ])
  })

  it('say as many epochs as their recipes have', () => {
    const epochsIn = (text: string) => /([\d.]+) epochs/.exec(text)?.[1]
    const steps = STEPS.flatMap(({ name, preset }) => {
      const epochs = epochsIn(STORY_TEXT.steps[name].line)
      return epochs === undefined ? [] : [{ name, epochs, recipe: presetNamed(preset).recipe }]
    })
    expect(steps.length).toBeGreaterThan(15)
    expect(steps.map(({ name, epochs }) => [name, epochs])).toEqual(
      steps.map(({ name, recipe }) => [name, String(recipe.length.count)]),
    )
  })

  it('are about toggles that can be switched in their recipes', () => {
    for (const { preset, toggle } of STEPS) {
      if (toggle === null) continue
      const recipe = resolveRecipe(presetChoice(preset))
      const on = TOGGLES[toggle].isOn(recipe)
      expect(() => withToggle(presetChoice(preset), toggle, !on)).not.toThrow()
    }
  })

  it('keep what the title promises', () => {
    const seconds = (['start', 'views', 'e1'] as const).map(
      (name) => stepNamed(name).published?.seconds ?? 0,
    )
    const [first, page, last] = seconds
    expect(STORY_TEXT.title).toBe(
      `How ${first} seconds became ${page} (and then ${Math.round(last)})`,
    )
  })
})
