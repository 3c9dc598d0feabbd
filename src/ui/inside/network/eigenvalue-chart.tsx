import { NETWORK } from './texts.ts'

const TEXT = NETWORK.filters

const HEIGHT = 96
const STEP = 16

/** Eigenvalues, largest first, as dots over a logarithmic scale of whole powers of ten. */
export function EigenvalueChart({ values }: { values: readonly number[] }) {
  const logs = values.map((value) => Math.log10(Math.max(value, Number.MIN_VALUE)))
  const [top, bottom] = [Math.ceil(Math.max(...logs)), Math.floor(Math.min(...logs))]
  const width = STEP * values.length
  const y = (log: number) => (HEIGHT * (top - log)) / Math.max(1, top - bottom)
  const powers = Array.from({ length: top - bottom + 1 }, (_, i) => top - i)
  return (
    <figure className="eigenvalues">
      <figcaption>{TEXT.eigenvalues(values[0], values[values.length - 1])}</figcaption>
      <svg viewBox={`0 -16 ${width} ${HEIGHT + 24}`} width={width} height={HEIGHT + 24} aria-hidden>
        {powers.map((power) => (
          <g key={power}>
            <line x1={0} x2={width} y1={y(power)} y2={y(power)} />
            <text x={0} y={y(power) - 3}>
              {TEXT.power(power)}
            </text>
          </g>
        ))}
        {logs.map((log, i) => (
          <circle key={i} cx={STEP * (i + 0.5)} cy={y(log)} r={3} />
        ))}
      </svg>
    </figure>
  )
}
