/**
 * WGSL: the start of a loop that compilers must not unroll. It is always 0, since dispatches are one workgroup deep, but
 * compilers can't know that. An unknown end would do the same, but Dawn would count the iterations to make sure that the
 * loop ends.
 */
export const ROLLED_START = 'group.z'
