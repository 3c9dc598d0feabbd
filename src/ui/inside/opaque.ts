/** Red, green and blue bytes with full opacity behind each three. */
export function opaque(rgb: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  const pixels = rgb.length / 3
  const rgba = new Uint8ClampedArray(4 * pixels).fill(255)
  for (let i = 0; i < pixels; i++) rgba.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i)
  return rgba
}
