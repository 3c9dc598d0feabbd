import { range } from './range.ts'

/** A WGSL vector of four expressions. */
export const vec4Of = (
  component: (i: number) => string,
  type: 'vec4f' | 'vec4h' = 'vec4f',
): string => `${type}(${range(4).map(component).join(', ')})`
