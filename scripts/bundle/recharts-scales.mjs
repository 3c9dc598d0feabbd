/** The D3 scales for charts of numbers and of names; Recharts looks them up by name. */
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
 * A Vite plugin that leaves out the D3 scales that no chart here uses: Recharts imports all of them as a namespace, along
 * with D3's calendar, colours and date formats.
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
