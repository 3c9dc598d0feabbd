import { describe, expect, it } from 'vitest'
import { PRESETS } from '../../../recipe/presets.ts'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import { DEVICE_PROFILES } from '../plan/limits.ts'
import { fittingPlan } from '../plan/micro-batches.ts'
import { planDispatches } from '../plan/plan.ts'
import { caseTitle } from './run-case.ts'
import { SELF_TEST_CASES } from './self-test.ts'

const tested = new Set(SELF_TEST_CASES.map(({ kernel, storage }) => `${kernel} ${storage}`))
const testedSomehow = new Set(SELF_TEST_CASES.map(({ kernel }) => kernel))

describe('the self-test', () => {
  it.each(PRESETS)(
    'has cases of every kernel of $name, in f16 too where it stores halves',
    ({ recipe }) => {
      for (const storage of ['f32', 'f16'] as const) {
        const spec = engineSpec({ ...recipe, normalisation: 'published' })
        const plan = fittingPlan({ spec, storage, profile: DEVICE_PROFILES.desktop })
        for (const { kernel } of planDispatches(plan)) {
          // A label begins with the name of the function that makes the kernel.
          const [name] = kernel.label.split(' ')
          expect(testedSomehow).toContain(name)
          if (kernel.code.includes('enable f16')) expect(tested).toContain(`${name} f16`)
        }
      }
    },
  )

  it('gives each case a different title', () => {
    const titles = SELF_TEST_CASES.map(caseTitle)
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([])
  })
})
