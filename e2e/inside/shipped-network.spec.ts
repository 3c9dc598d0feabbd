import { test } from '@playwright/test'
import { lookIntoShippedNetwork } from '../support/shipped-network.ts'

test('shows the shipped network’s matrix and mistakes, and lets it look at pictures, before any run', async ({
  page,
}) => {
  test.slow()
  await lookIntoShippedNetwork(page)
})
