import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../recipe/recipe.ts'
import { WATCHED_IMAGES } from '../evaluation/watched-images.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { eventTypes, SHORT, startRun } from '../testing/scripted-run.ts'

describe('tests of a run', () => {
  it('tests the averaged weights with views first, then without, then the live ones', async () => {
    const engine = new ScriptedEngine(() => 1)
    const { events, done } = startRun({ ...SHORT, length: { unit: 'steps', count: 2 } }, engine)
    await done
    expect(engine.evaluations).toEqual([
      { split: 'test', views: 2, weights: 'average', share: 1 },
      { split: 'test', views: 1, weights: 'average', share: 1 },
      { split: 'test', views: 1, weights: 'live', share: 1 },
    ])
    const last = events.at(-1)
    expect(last?.type === 'done' && last.test.views?.accuracy).toBe(0.82)
  })

  it('tests one view of the averaged weights after an epoch, and all scores on request', async () => {
    const sparing = new ScriptedEngine(() => 1)
    const { events, done } = startRun(SHORT, sparing)
    await done
    expect(sparing.evaluations.map(({ views, weights }) => [views, weights])).toEqual([
      [1, 'average'],
      [1, 'average'],
      [2, 'average'],
      [1, 'average'],
      [1, 'live'],
    ])
    const tests = events.flatMap((event) => (event.type === 'epoch' ? event.test : []))
    const score = { loss: 1, accuracy: 0.81 }
    expect(tests[0]).toEqual({ live: null, average: score, views: null })
    expect(tests[2]).toEqual({ live: score, average: score, views: { loss: 1, accuracy: 0.82 } })

    const thorough = startRun(SHORT, new ScriptedEngine(() => 1), undefined, {
      measures: { testAll: true },
    })
    await thorough.done
    const all = thorough.events.flatMap((event) => (event.type === 'epoch' ? event.test : []))
    expect(all).toEqual([tests[2], tests[2], tests[2]])
  })

  it('reports the predictions of the watched images with each test, from the test itself', async () => {
    class Knowing extends ScriptedEngine {
      override async evaluate(...args: Parameters<ScriptedEngine['evaluate']>) {
        const result = await super.evaluate(...args)
        const { labels, predicted, confidences } = result.predictions
        for (const { record, label } of WATCHED_IMAGES) {
          labels[record] = label
          predicted[record] = this.evaluations.length
          confidences[record] = 0.5
        }
        return result
      }
    }
    const engine = new Knowing(() => 1)
    const { events, done } = startRun(SHORT, engine)
    await done
    expect(engine.evaluations).toHaveLength(5)
    const watched = events.flatMap((event) => (event.type === 'epoch' ? [event.watched] : []))
    expect(watched.map((of) => of?.predicted)).toEqual(
      [1, 2, 3].map((predicted) => WATCHED_IMAGES.map(() => predicted)),
    )
    expect(watched[0]?.confidences).toEqual(WATCHED_IMAGES.map(() => 0.5))
  })

  it('evaluates further views only for unconfident images and the judged weights if views are selective', async () => {
    const engine = new ScriptedEngine(() => 1)
    const recipe: Recipe = { ...SHORT, views: 'selective', length: { unit: 'steps', count: 1 } }
    await startRun(recipe, engine).done
    expect(engine.evaluations.map(({ views, share }) => [views, share])).toEqual([
      [6, 1 / 4],
      [1, 1],
      [1, 1],
    ])
  })

  it('reports the forgetting curve before the end if requested', async () => {
    const measures = { forgetting: { groups: 3, images: 20 } }
    const { events, done } = startRun(SHORT, new ScriptedEngine(() => 1), undefined, { measures })
    await done
    const types = eventTypes(events)
    expect(types.indexOf('forgetting')).toBeGreaterThan(types.lastIndexOf('steps'))
    expect(types.indexOf('forgetting')).toBeLessThan(types.indexOf('done'))
    const points = events.flatMap((event) => (event.type === 'forgetting' ? event.points : []))
    expect(points.map(({ stepsAgo }) => stepsAgo)).toEqual(
      points.map(({ stepsAgo }) => stepsAgo).toSorted((a, b) => a - b),
    )
    expect(points).toHaveLength(3)
    const plain = startRun(SHORT, new ScriptedEngine(() => 1))
    await plain.done
    expect(eventTypes(plain.events)).not.toContain('forgetting')
  })
})
