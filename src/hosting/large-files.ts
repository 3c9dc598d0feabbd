/** Files of `public/` that few visitors need, by name: they are cached for offline use when they are first used. */
export const LARGE_FILES = [
  'cifar-10-sample.bin.z',
  'shipped-network.safetensors',
  'shipped-network-predictions.safetensors',
  'shipped-network-mistakes.bin.z',
]
