import { IMAGE_BYTES, IMAGE_SIDE } from '../records.ts'
import { RECORD_BYTES } from '../cifar10.ts'

const PLANE_BYTES = IMAGE_SIDE * IMAGE_SIDE

/**
 * Turns the sample's coded records back into plain CIFAR-10 records, in place: adds the median edge detector's
 * prediction to every difference (JPEG-LS, ITU-T T.87 A.4.1; outside the plane is 0), then green to red and blue,
 * all modulo 256. The inverse of `encodeRecord` in scripts/assets/encode-record.mjs.
 */
export function decodeRecords(bytes: Uint8Array): void {
  for (let start = 1; start < bytes.length; start += RECORD_BYTES) {
    const image = bytes.subarray(start, start + IMAGE_BYTES)
    for (let plane = 0; plane < 3; plane++) addPrediction(image.subarray(plane * PLANE_BYTES))
    for (let at = 0; at < PLANE_BYTES; at++) {
      const green = image[PLANE_BYTES + at]
      image[at] += green
      image[2 * PLANE_BYTES + at] += green
    }
  }
}

function addPrediction(plane: Uint8Array): void {
  for (let y = 0; y < IMAGE_SIDE; y++) {
    let left = 0
    let corner = 0
    for (let x = 0; x < IMAGE_SIDE; x++) {
      const at = y * IMAGE_SIDE + x
      const up = y > 0 ? plane[at - IMAGE_SIDE] : 0
      const low = Math.min(left, up)
      const high = Math.max(left, up)
      const prediction = corner >= high ? low : corner <= low ? high : left + up - corner
      left = (plane[at] + prediction) & 255
      plane[at] = left
      corner = up
    }
  }
}
