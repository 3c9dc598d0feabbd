import jsQR from 'jsqr'

/** The text of a QR code, drawn with modules of `scale` pixels; undefined if it is unreadable. */
export function readCode(
  modules: readonly (readonly boolean[])[],
  scale: number,
): string | undefined {
  const side = scale * modules.length
  const pixels = Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) => {
    const [x, y] = [Math.floor(i / 4) % side, Math.floor(i / 4 / side)]
    return i % 4 === 3 || !modules[Math.floor(y / scale)][Math.floor(x / scale)] ? 255 : 0
  })
  return jsQR(pixels, side, side)?.data
}
