import { test } from '@playwright/test'
import { lookIntoShippedNetwork } from '../support/shipped-network.ts'

test(
  'shows the shipped network’s matrix and mistakes, and predicts pictures, before any run',
  { tag: '@long' },
  async ({ page }) => {
    test.slow()
    await lookIntoShippedNetwork(page)
  },
)
