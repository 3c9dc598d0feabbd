import { range } from './range.ts'

/** A WGSL vector of four expressions. */
export const vec4Of = (component: (i: number) => string): string =>
  `vec4f(${range(4).map(component).join(', ')})`
