/** Offsets in bytes of the per-step scalars in their uniform buffer. */
export const SCALARS = { rates: 0, keep: 256, position: 512, output: 768, bytes: 1024 } as const
