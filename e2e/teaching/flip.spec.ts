import { expect, type Page, test } from '@playwright/test'
import { presetChoice, withToggle } from '../../src/recipe/choice.ts'
import type { RunRequest } from '../../src/runs/run.ts'
import { GPU_SCRIPT, openReplayed } from '../support/replay/open-replayed.ts'
import { syntheticRun, upTo } from '../support/replay/synthetic-run.ts'

// Flip and see after a run: guess, try, and see the answer. The worker is scripted.

const QUICK = presetChoice('quick')

const runOf = (choice: RunRequest['choice'], accuracy: number, seconds: number) =>
  syntheticRun({
    request: { choice, seed: 1, dataset: 'sample', engine: 'wgsl' },
    seconds,
    accuracy,
    testImages: 1000,
    trainImages: 5000,
    adapter: GPU_SCRIPT.adapter.name ?? '',
  })

const BASE = upTo(runOf(QUICK, 0.649, 22))
const WITHOUT_RUN = runOf(withToggle(QUICK, 'batchNorm', false), 0.514, 20)
const WITHOUT = upTo(WITHOUT_RUN)

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const card = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })
const trained = (page: Page) =>
  page.evaluate(() => window.replayCommands.flatMap((c) => (c.type === 'train' ? [c] : [])))

test('switches off a trick after a guess, and the run answers it', async ({ page }) => {
  await openReplayed(page, { onTrain: BASE, onLaterTrain: [WITHOUT, BASE] }, '?recipe=quick')
  await button(page, 'Try now').click()
  await expect(heading(page)).toContainText('64.9%')
  await button(page, 'Switch off a trick').click()
  await expect(page.getByRole('heading', { name: 'Flip and see' })).toBeFocused()
  const flips = page.getByRole('region', { name: 'Flip and see' })
  await expect(flips.getByRole('heading', { level: 3 })).toHaveText([
    'Without batch norm',
    'Without scaled-down logits',
    'Without warm-up',
  ])
  await expect(flips).toContainText('show large effects only')
  const first = card(page, 'Without batch norm')
  await expect(first).toContainText('David Page')
  await expect(first).toContainText(/About \d+\ss here/)
  await first.getByRole('button').click()
  await expect(button(page, 'Less accurate')).toBeFocused()
  await button(page, 'Less accurate').click()

  await expect(heading(page)).toHaveText(
    /^Without batch norm: 51\.4%, 13\.5\spoints lower, 2\ss faster$/,
  )
  const strip = page.locator('.strip')
  await expect(strip).toContainText(
    /You guessed less accurate\. It was 13\.5\spoints less accurate\. One seed each; that is far more than chance\./,
  )
  await expect(page.locator('.accuracy .recorded')).toHaveCount(1)
  await expect(page.locator('.accuracy .label')).toContainText(['before'])
  await expect(page.locator('.accuracy')).toContainText('the one before: Quick demo, seed 1')

  // The next guess is about the same recipe, with batch norm.
  await expect(flips.getByRole('heading', { level: 3 }).first()).toHaveText(
    'Without scaled-down logits',
  )
  await card(page, 'Without scaled-down logits').getByRole('button').click()
  await button(page, 'No difference').click()
  await expect(heading(page)).toHaveText(
    'Without scaled-down logits: 64.9%, the same accuracy, equally fast',
  )
  await expect(strip).toContainText('You guessed no difference. It was equally accurate.')
  const trainedToggles = (await trained(page)).map(({ choice }) => choice.toggles)
  expect(trainedToggles).toEqual([{}, { batchNorm: false }, { smallLogits: false }])
})

test('also offers the comparison on 5,000 images as a pair after a full run', async ({ page }) => {
  const full = syntheticRun({
    request: { choice: QUICK, seed: 1, dataset: 'full', engine: 'wgsl' },
    seconds: 79,
    accuracy: 0.7,
    testImages: 10_000,
    trainImages: 50_000,
    adapter: GPU_SCRIPT.adapter.name ?? '',
  })
  await openReplayed(page, { onTrain: upTo(full), onLaterTrain: [BASE, WITHOUT] }, '?recipe=quick')
  await button(page, 'Train to 94%').click()
  await expect(heading(page)).toContainText('70.0%')
  const flips = page.getByRole('region', { name: 'Flip and see' })
  await expect(flips).not.toContainText('large effects only')
  await flips.getByRole('radio', { name: '5,000 images' }).check()
  await expect(flips).toContainText('large effects only')
  await card(page, 'Without batch norm').getByRole('button').click()
  await button(page, 'More accurate').click()
  await expect(heading(page)).toHaveText(/^Without batch norm: 51\.4%/)
  await expect(page.locator('.strip')).toContainText('You guessed more accurate.')
  const trainedToggles = (await trained(page)).map(({ choice, dataset }) => [
    dataset,
    choice.toggles,
  ])
  expect(trainedToggles).toEqual([
    ['full', {}],
    ['sample', {}],
    ['sample', { batchNorm: false }],
  ])
})

test('answers the guess even if the recipe does not train without the trick', async ({ page }) => {
  const nan = {
    type: 'failed',
    step: 40,
    message: 'The loss became NaN.',
    advice: 'Lower the learning rate.',
    saved: null,
    diverged: true,
  } as const
  const events = upTo(WITHOUT_RUN, 5)
  await openReplayed(
    page,
    {
      onTrain: BASE,
      onLaterTrain: [[...events, { after: 0, event: { type: 'trainer', event: nan } }]],
    },
    '?recipe=quick',
  )
  await button(page, 'Try now').click()
  await expect(heading(page)).toContainText('64.9%')
  await card(page, 'Without batch norm').getByRole('button').click()
  await button(page, 'More accurate').click()
  await expect(heading(page)).toHaveText('Without batch norm: it did not train')
  await expect(page.getByRole('alert')).toContainText(
    'You guessed more accurate. The loss became NaN.',
  )
  await button(page, 'Switch off a trick').click()
  await card(page, 'Without warm-up').getByRole('button').click()
  await button(page, 'Less accurate').click()
  const trainedToggles = (await trained(page)).map(({ choice }) => choice.toggles)
  expect(trainedToggles).toEqual([{}, { batchNorm: false }, { warmUp: false }])
})

test('after a reload the run before and the guess are known', async ({ page }) => {
  await openReplayed(page, { onTrain: BASE, onLaterTrain: [WITHOUT] }, '?recipe=quick')
  await button(page, 'Try now').click()
  await expect(heading(page)).toContainText('64.9%')
  await card(page, 'Without batch norm').getByRole('button').click()
  await button(page, 'Less accurate').click()
  await expect(heading(page)).toHaveText(/^Without batch norm: 51\.4%/)
  await page.getByRole('link', { name: 'Compare' }).click()
  const details = page.getByRole('button', { name: /^Details of / })
  await expect(details).toHaveCount(2)
  await page.reload()
  await expect(details).toHaveCount(2)
  await details.first().click()
  await expect(page.locator('.run-facts')).toContainText(
    /Quick demo, seed 1: 64\.9%\. You guessed less accurate\. It was 13\.5\spoints less accurate\./,
  )
  // The worker's script starts over: with the run with batch norm.
  await page.goto('/?view=compare&recipe=quick')
  // The list of runs shows that they have been read.
  await expect(details).toHaveCount(2)
  await page.getByRole('link', { name: 'Train', exact: true }).click()
  await button(page, 'Try now').click()
  await expect(page.locator('.accuracy .label')).toContainText(['before'])
  await expect(heading(page)).toHaveText(/^With batch norm: 64\.9%, 13\.5\spoints higher/)
  // The quiz asked about batch norm before the reload.
  const flips = page.getByRole('region', { name: 'Flip and see' })
  await expect(flips.getByRole('heading', { level: 3 }).first()).toHaveText(
    'Without scaled-down logits',
  )
})
