// Threefry2x32 with 20 rounds: a counter-based generator, so any draw of any stream can be made without the ones before
// it. Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011; rotations and key parity from its
// section 4.

const PARITY = 0x1bd11bda
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24]

const rotateLeft = (x: number, by: number) => (x << by) | (x >>> (32 - by))

/** Encrypts the counter (c0, c1) under the key (k0, k1); all are 32-bit words. Writes two words to `out` at `at`. */
export function threefry2x32(
  k0: number,
  k1: number,
  c0: number,
  c1: number,
  out: Uint32Array,
  at = 0,
): void {
  const keys = [k0, k1, k0 ^ k1 ^ PARITY]
  let x0 = (c0 + k0) | 0
  let x1 = (c1 + k1) | 0
  for (let group = 0; group < 5; group++) {
    for (let round = 0; round < 4; round++) {
      x0 = (x0 + x1) | 0
      x1 = rotateLeft(x1, ROTATIONS[(group % 2) * 4 + round]) ^ x0
    }
    x0 = (x0 + keys[(group + 1) % 3]) | 0
    x1 = (x1 + keys[(group + 2) % 3] + group + 1) | 0
  }
  out[at] = x0
  out[at + 1] = x1
}
