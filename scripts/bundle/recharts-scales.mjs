/** The scales of D3 that charts of numbers and of names use; Recharts finds them by name. */
const SCALES = [
  'scaleLinear',
  'scaleLog',
  'scaleSymlog',
  'scalePow',
  'scaleSqrt',
  'scaleBand',
  'scalePoint',
]

/**
 * A Vite plugin: Recharts imports all of D3's scales as a namespace, and with them its calendar, its colours and its
 * date formats. This leaves out what no chart here uses.
 */
export function rechartsScales() {
  return {
    name: 'recharts-scales',
    /** @param {string} id */
    load: (id) =>
      id.endsWith('/victory-vendor/es/d3-scale.js')
        ? `export { ${SCALES.join(', ')} } from 'd3-scale'`
        : null,
  }
}
