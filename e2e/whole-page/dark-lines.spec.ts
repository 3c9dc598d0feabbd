import { expect, type Page, test } from '@playwright/test'
import { chartExperiments } from '../support/stored-experiments.ts'
import { GPU_SCRIPT, openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { replaceWorker } from '../support/replay/fake-worker.ts'
import { upTo } from '../support/replay/synthetic-run.ts'
import { aWeekOfRuns, storeInBrowser } from '../support/stored-runs.ts'

/** Minimum contrast of a visible line with the page. Gridlines may be fainter. */
const LEAST = { hairline: 1.3, line: 2.5 }

/** Chart lines below the minimum contrast, with their contrast. */
const faintLines = (page: Page) =>
  page.evaluate((least) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('No canvas.')
    /** Contrast of a colour with the page, as WCAG defines it. */
    const luminance = (colours: readonly string[]) => {
      for (const colour of colours) {
        context.fillStyle = colour
        context.fillRect(0, 0, 1, 1)
      }
      const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
        const share = byte / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const ground = getComputedStyle(document.documentElement).backgroundColor
    const drawn = [
      ...document.querySelectorAll<SVGGeometryElement>(
        '.plot :is(path, line, polyline), .small-curve :is(line, polyline)',
      ),
    ]
    const lines = drawn.filter(
      (shape) => getComputedStyle(shape).fill === 'none' || shape.tagName === 'line',
    )
    const faint = lines.flatMap((shape) => {
      const { stroke, strokeOpacity, strokeWidth } = getComputedStyle(shape)
      const name = `${shape.tagName}.${shape.getAttribute('class') ?? ''} in ${shape.parentElement?.getAttribute('class') ?? ''}: ${stroke}`
      if (stroke === 'none' || strokeWidth === '0px' || strokeOpacity === '0') return [name]
      const [dark, light] = [luminance([ground]), luminance([ground, stroke])].toSorted(
        (a, b) => a - b,
      )
      const isHairline = Number.parseFloat(strokeWidth) <= 1
      const contrast = (light + 0.05) / (dark + 0.05)
      return contrast < (isHairline ? least.hairline : least.line)
        ? [`${name}, contrast ${contrast.toFixed(2)}`]
        : []
    })
    return { count: lines.length, faint: [...new Set(faint)] }
  }, LEAST)

test.use({ colorScheme: 'dark' })

test('every line of Train’s charts is visible in the dark theme', async ({ page }) => {
  await openReplayed(page, { onTrain: upTo(runOf('full', 0.942), 40) })
  await page.getByRole('button', { name: 'Train to 94%' }).click()
  await expect(page.locator('.accuracy .plot path').first()).toBeAttached()
  await expect.poll(async () => (await faintLines(page)).count).toBeGreaterThan(10)
  expect((await faintLines(page)).faint).toEqual([])
})

test('every line of Compare’s charts is visible in the dark theme', async ({ page }) => {
  const experiments = chartExperiments()
  const runs = aWeekOfRuns()
  await replaceWorker(page, GPU_SCRIPT)
  await page.goto('/')
  await storeInBrowser(
    page,
    [...runs, ...experiments.flatMap((kept) => kept.runs)],
    experiments.map(({ experiment }) => experiment),
  )
  const drawn = [0, 1, 6, 7, 8].map((i) => runs[i].entry.id)
  await page.goto(`/?view=compare&runs=${drawn.join(',')}`)
  await expect.poll(async () => (await faintLines(page)).count).toBeGreaterThan(60)
  expect((await faintLines(page)).faint).toEqual([])
})
