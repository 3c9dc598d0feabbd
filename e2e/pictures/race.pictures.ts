import { expect, test } from '@playwright/test'
import { presetChoice } from '../../src/recipe/choice.ts'
import { runToHash } from '../../src/runs/share/link.ts'
import { syntheticRecord } from '../../src/runs/testing/records.ts'
import { openReplayed, runOf } from '../support/replay/open-replayed.ts'
import { upTo } from '../support/replay/synthetic-run.ts'

// Screenshots of a race against a shared run, with synthetic runs, written to .cache/screens for review.

const SHARED = syntheticRecord({
  epochs: 24,
  accuracy: 0.9412,
  choice: presetChoice('page-79'),
  record: { engine: 'tfjs', adapter: 'synthetic run, another device', trainSeconds: 83 },
})

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 1200 },
]) {
  for (const theme of ['light', 'dark']) {
    test(`a race at ${width}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      const hash = await runToHash(SHARED)
      for (const [name, seconds] of [
        ['before', 0],
        ['running', 30],
        ['done', Infinity],
      ] as const) {
        const onTrain = upTo(runOf('full', 0.942), seconds)
        await openReplayed(page, { onTrain }, `?theme=${theme}&race=none${hash}`)
        const start = page.getByRole('button', { name: 'Race this run' })
        await expect(start).toBeVisible()
        if (name !== 'before') await start.click()
        if (name === 'done') await expect(page.locator('.strip')).toContainText('above the shared')
        await page.waitForTimeout(1500)
        await page.screenshot({ path: `.cache/screens/race-${name}-${width}-${theme}.png` })
        if (name !== 'done') continue
        const download = page.waitForEvent('download')
        await page.getByRole('button', { name: 'Save card' }).click()
        await (await download).saveAs(`.cache/screens/race-card-${theme}.png`)
      }
    })
  }
}
