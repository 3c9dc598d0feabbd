// Draws the picture for link previews: `node scripts/assets/preview.mjs` writes public/preview.png. Its curve is the
// first run in public/shipped-runs.json.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findChromium } from '../requirements/chromium.mjs'

const root = new URL('../../', import.meta.url)

const SIZE = { width: 1200, height: 630 }
const MARGIN = 64
const PLOT = { left: MARGIN, right: SIZE.width - MARGIN - 96, top: 310, bottom: 552 }

const INK = '#16181a'
const SECOND = '#515659'
const ACCENT = '#e8500a'

/**
 * The fields of a run file that the picture uses.
 *
 * @typedef {{ step: number, live: number | null, average: number | null, views: number | null }} Test
 * @typedef {{ runs: { record: { steps: number, tests: Test[] } }[] }} RunFile
 */

const shipped = /** @type {RunFile} */ (
  JSON.parse(readFileSync(new URL('public/shipped-runs.json', root), 'utf8'))
)
const [{ record }] = shipped.runs
const points = record.tests.map(({ step, live, average, views }) => ({
  x: PLOT.left + (step / record.steps) * (PLOT.right - PLOT.left),
  share: views ?? average ?? live ?? 0,
}))
const result = points[points.length - 1]

/** The page's scale: each gridline halves the error. */
const heightOf = (/** @type {number} */ share) => Math.log(0.9 / (1 - share))
const most = heightOf(0.962)
const y = (/** @type {number} */ share) =>
  PLOT.bottom - (heightOf(share) / most) * (PLOT.bottom - PLOT.top)

const gridlines = [0.5, 0.75, 0.875]
  .map(
    (share) =>
      `<path d="M${PLOT.left} ${y(share)}H${PLOT.right}" stroke="#d9dad7"/><text x="${PLOT.left}" y="${y(share) - 7}" font-size="16" fill="#676c70">${100 * share}%</text>`,
  )
  .join('')
const curve = points.map(({ x, share }) => `${x},${y(share)}`).join(' ')
const crossing = points.find(({ share }) => share >= 0.94)

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}">
  <text x="${MARGIN - 3}" y="126" font-size="66" font-weight="450" letter-spacing="-1.5">Train a network to 94%,</text>
  <text x="${MARGIN - 3}" y="198" font-size="66" font-weight="450" letter-spacing="-1.5">in your browser, on your GPU</text>
  <text x="${MARGIN}" y="250" font-size="26" fill="${SECOND}">Switch each known trick on or off, and see what it does.</text>
  ${gridlines}
  <path d="M${PLOT.left} ${PLOT.bottom}H${PLOT.right}" stroke="#868b8e"/>
  <path d="M0 ${y(0.94)}H${SIZE.width}" stroke="${ACCENT}" stroke-width="2"/>
  <text x="${PLOT.left}" y="${y(0.94) - 10}" font-size="22" font-weight="500" fill="#b43a00">94%</text>
  <polyline points="${curve}" fill="none" stroke="${INK}" stroke-width="4" stroke-linejoin="round"/>
  ${crossing === undefined ? '' : `<circle cx="${crossing.x}" cy="${y(crossing.share)}" r="9" fill="#f4f4f2" stroke="${ACCENT}" stroke-width="3"/>`}
  <text x="${PLOT.right + 20}" y="${y(result.share) - 8}" font-size="26" font-weight="600">${(100 * result.share).toFixed(1)}%</text>
  <text x="${MARGIN}" y="608" font-size="26" font-weight="600" letter-spacing="-0.5">lab94</text>
  <path d="M${MARGIN + 39} 585h37" stroke="${ACCENT}" stroke-width="2"/>
  <text x="${SIZE.width - MARGIN}" y="608" font-size="20" fill="${SECOND}" text-anchor="end">CIFAR-10, trained with WebGPU</text>
</svg>`

const font = readFileSync(
  new URL(
    'node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2',
    root,
  ),
).toString('base64')
const style = `
  @font-face { font-family: Hanken; font-weight: 100 900; src: url(data:font/woff2;base64,${font}) }
  body { margin: 0; background: #f4f4f2 }
  svg { display: block; font-family: Hanken; fill: ${INK} }`

const executablePath = await findChromium()
if (executablePath === null)
  throw new Error('No Chromium starts. Install one, or set CHROMIUM_PATH.')
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ executablePath, args })
const page = await browser.newPage({ viewport: SIZE })
await page.setContent(`<style>${style}</style>${picture}`)
await page.evaluate(() => document.fonts.ready)
await page.screenshot({ path: fileURLToPath(new URL('public/preview.png', root)) })
await browser.close()
