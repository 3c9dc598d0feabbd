const SIDE = 32
const PLANE_BYTES = SIDE * SIDE

/**
 * Transforms a record losslessly so that it compresses a third better: subtracts green from red and blue, then subtracts
 * from every pixel its prediction from the left, upper and upper-left neighbours (the median edge detector of JPEG-LS,
 * ITU-T T.87 A.4.1; pixels outside the plane are 0). All modulo 256. Decoded by src/data/sample/coding.ts.
 *
 * @param {Uint8Array} record a record of the binary version
 */
export function encodeRecord(record) {
  const coded = Buffer.from(record)
  const [red, green, blue] = [0, 1, 2].map((plane) => {
    const start = 1 + plane * PLANE_BYTES
    return record.subarray(start, start + PLANE_BYTES)
  })
  const difference = (/** @type {Uint8Array} */ plane) =>
    plane.map((value, at) => value - green[at])
  const planes = [difference(red), green, difference(blue)]
  planes.forEach((plane, index) => {
    const pixel = (/** @type {number} */ x, /** @type {number} */ y) =>
      x < 0 || y < 0 ? 0 : plane[y * SIDE + x]
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const left = pixel(x - 1, y)
        const up = pixel(x, y - 1)
        const corner = pixel(x - 1, y - 1)
        const low = Math.min(left, up)
        const high = Math.max(left, up)
        const prediction = corner >= high ? low : corner <= low ? high : left + up - corner
        const at = y * SIDE + x
        coded[1 + index * PLANE_BYTES + at] = (plane[at] - prediction) & 255
      }
    }
  })
  return coded
}
