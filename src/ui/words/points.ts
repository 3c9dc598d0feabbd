/** With at least this many test images, differences have a second decimal. */
const MANY_IMAGES = 10_000

/** A difference between runs in points without its sign; on many test images with two decimals below one point. */
export function pointsFigure(share: number, testImages: number): string {
  const points = 100 * Math.abs(share)
  return points.toFixed(points < 1 && testImages >= MANY_IMAGES ? 2 : 1)
}
