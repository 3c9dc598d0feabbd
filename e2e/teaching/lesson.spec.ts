import { expect, type Page, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import type { Lesson } from '../../src/runs/lesson/lesson.ts'
import { lessonToHash } from '../../src/runs/lesson/lesson-link.ts'
import { expectAccessible } from '../support/axe.ts'
import { commandsOf } from '../support/replay/fake-worker.ts'
import { openReplayed as open } from '../support/replay/open-replayed.ts'

const LESSON: Lesson = {
  title: 'What does <b>cutout</b> do?',
  instruction: 'Press Try now. Then switch Cutout off, and compare both curves.',
  view: 'train',
  choice: { ...presetChoice('page-10'), toggles: { cutout: false } },
  seed: 3,
  hidden: ['rate', 'full', 'story', 'inside', 'gpu'],
}

const lesson = (page: Page) => page.locator('.lesson-bar')
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

test('a lesson is made with a form, and opens from its link', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, {}, '?recipe=page-10&seed=3')
  await button(page, 'Make a lesson').click()
  const form = page.getByRole('dialog', { name: 'Make a lesson' })
  await expect(form).toContainText('Write the title.')
  await form.getByLabel('Title').fill('Seeds')
  await form.getByLabel('Instruction').fill('Press Try now.\nThen run another seed.')
  await form.getByRole('radio', { name: 'Compare' }).check()
  await expect(form.getByRole('checkbox', { name: 'Compare' })).toHaveCount(0)
  await form.getByRole('checkbox', { name: 'Recipe' }).check()
  await expect(form.getByRole('link', { name: 'Open the lesson' })).toBeVisible()
  await expectAccessible(page, 'the lesson form')
  await form.getByRole('button', { name: 'Copy lesson link' }).click()
  await expect(form.getByRole('button', { name: 'Lesson link copied' })).toBeVisible()
  const made = await page.evaluate(() => navigator.clipboard.readText())
  await page.keyboard.press('Escape')
  await expect(button(page, 'Make a lesson')).toBeFocused()

  await page.goto(made)
  await expect(link(page, 'Compare')).toHaveAttribute('aria-current', 'page')
  await page.reload()
  await expect(lesson(page)).toContainText('Press Try now. Then run another seed.')
  await expect(link(page, 'Compare')).toHaveAttribute('aria-current', 'page')
  await link(page, 'Train').click()
  await expect(page).toHaveURL(/recipe=page-10&seed=3/)
  await expect(button(page, /^Recipe/)).toHaveCount(0)
})

test('a lesson shows its text as plain text, hides the chosen controls, and starts nothing', async ({
  page,
}) => {
  await open(page, {}, await lessonToHash(LESSON))
  await expect(lesson(page)).toContainText('What does <b>cutout</b> do?')
  await expect(page).toHaveURL(/recipe=page-10&seed=3&cutout=off/)
  await expect(button(page, 'Train to 94%')).toHaveCount(0)
  await expect(button(page, 'Try now')).toHaveClass(/\bgo\b/)
  await expect(link(page, 'Look inside')).toHaveCount(0)
  await expect(link(page, 'Compare')).toBeVisible()
  await expect(button(page, /details of this GPU/)).toHaveCount(0)
  await expect(page.getByRole('region', { name: /^How 341 seconds/ })).toHaveCount(0)
  expect(await commandsOf(page)).toEqual([])
  await expectAccessible(page, 'a lesson')

  await button(page, /^Recipe/).click()
  await page
    .getByRole('complementary', { name: 'Recipe' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await page.reload()
  await expect(lesson(page)).toBeVisible()
  await expect(page).toHaveURL(/recipe=page-10&seed=3#lesson/)

  await button(page, 'Leave the lesson').click()
  await expect(lesson(page)).toHaveCount(0)
  await expect(button(page, 'Train to 94%')).toBeVisible()
  await expect(link(page, 'Look inside')).toBeVisible()
  expect(new URL(page.url()).hash).toBe('')
})

test('a hostile lesson is rejected with a message, and changes nothing', async ({ page }) => {
  await open(page, {}, '#lesson=1.zzzz')
  await expect(page.locator('.notice')).toContainText(
    'This link does not contain a readable lesson.',
  )
  await expect(lesson(page)).toHaveCount(0)
  await expect(button(page, 'Train to 94%')).toBeVisible()
})
