import { encode } from 'uqr'
import type { Brush } from './canvas.ts'

/** Pixels for the code and its margin. */
export const QR_SIDE = 224

/** Modules of margin that readers need. */
const QUIET = 4

/** Letters of a link whose modules are still two pixels wide: the capacity of version 21 with the least correction. */
const MOST_LETTERS = 929

/** Rows of modules with their margin, true for dark; null for a text that is too long for the card. */
export function qrModules(text: string): readonly (readonly boolean[])[] | null {
  if (text.length > MOST_LETTERS) return null
  return encode(text, { boostEcc: true, border: QUIET }).data
}

/** Draws modules into a square of QR_SIDE, from its right top corner. Dark on white in both themes, as readers expect. */
export function paintQrCode(
  { context }: Brush,
  modules: readonly (readonly boolean[])[],
  right: number,
  top: number,
): void {
  const module = Math.floor(QR_SIDE / modules.length)
  const left = right - module * modules.length
  context.fillStyle = '#fff'
  context.fillRect(left, top, module * modules.length, module * modules.length)
  context.fillStyle = '#000'
  modules.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (dark) context.fillRect(left + module * x, top + module * y, module, module)
    }),
  )
}
