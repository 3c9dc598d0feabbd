import { IMAGE_SIDE } from '../../data/records.ts'
import { reflect } from '../../engine/batch/augmentation-draws.ts'
import type { View } from '../../engine/engine.ts'

/** An image under a view, as red, green and blue bytes, [32, 32, 3]: shifted with reflected borders, then mirrored. */
export function viewedImage(
  pixels: Uint8ClampedArray,
  { shiftX, shiftY, mirrored }: View,
): Uint8ClampedArray<ArrayBuffer> {
  const seen = new Uint8ClampedArray(pixels.length)
  for (let y = 0; y < IMAGE_SIDE; y++) {
    for (let x = 0; x < IMAGE_SIDE; x++) {
      const across = mirrored ? IMAGE_SIDE - 1 - x : x
      const from =
        IMAGE_SIDE * reflect(y + shiftY, IMAGE_SIDE) + reflect(across + shiftX, IMAGE_SIDE)
      seen.set(pixels.subarray(3 * from, 3 * from + 3), 3 * (IMAGE_SIDE * y + x))
    }
  }
  return seen
}
