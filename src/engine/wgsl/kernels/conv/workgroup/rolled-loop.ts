/**
 * WGSL: where a loop starts that compilers must not unroll. It is always 0, since dispatches are one workgroup deep, but
 * compilers don't know. They wouldn't know an end either, but then Dawn counts the iterations, to be sure that they end.
 */
export const ROLLED_START = 'group.z'
