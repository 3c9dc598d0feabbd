// Draws the icons of the installed page: `node scripts/assets/icons.mjs` writes them to public/.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findChromium } from '../requirements/chromium.mjs'

const folder = fileURLToPath(new URL('../../public', import.meta.url))

/**
 * The line at 94% from edge to edge, and a curve that reaches it.
 *
 * @param {number} scale of the curve; systems crop a maskable icon to its middle four fifths
 */
const icon = (scale) => {
  const place = `translate(${16 * (1 - scale)} ${9 * (1 - scale)}) scale(${scale})`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#f4f4f2"/><path d="M0 9h32" stroke="#e8500a" stroke-width="3"/><path d="M2 30C8 20 15 12 30 9" transform="${place}" fill="none" stroke="#16181a" stroke-width="4"/></svg>`
}

const ICONS = [
  { name: 'icon-192.png', side: 192, scale: 1 },
  { name: 'icon-512.png', side: 512, scale: 1 },
  { name: 'icon-maskable-512.png', side: 512, scale: 0.72 },
]

const executablePath = await findChromium()
if (executablePath === null)
  throw new Error('No Chromium starts. Install one, or set CHROMIUM_PATH.')
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ executablePath, args })
const page = await browser.newPage()
for (const { name, side, scale } of ICONS) {
  await page.setViewportSize({ width: side, height: side })
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${icon(scale)}`)
  await page.screenshot({ path: `${folder}/${name}` })
}
await browser.close()
writeFileSync(`${folder}/icon.svg`, `${icon(1)}\n`)
