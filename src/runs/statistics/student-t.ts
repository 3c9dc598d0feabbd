// Student's t distribution, through the regularised incomplete beta function: its continued fraction by Lentz's method
// (Press et al., Numerical Recipes, 6.4) and Lanczos' approximation of ln Gamma (g = 7, nine terms).

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

/** ln Gamma(x) for x >= 0.5. */
function logGamma(x: number): number {
  const [first, ...others] = LANCZOS
  const sum = others.reduce((total, term, i) => total + term / (x + i), first)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

const TINY = 1e-300
const PRECISION = 1e-15
const MAX_TERMS = 500

/** The continued fraction of the incomplete beta function; converges fast for x < (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
  const apart = (value: number) => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / apart(1 + term * d)
      c = apart(1 + term / c)
      result *= d * c
    }
    if (Math.abs(d * c - 1) < PRECISION) return result
  }
  return result
}

function regularisedBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const logFront =
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(logFront) * betaFraction(a, b, x)) / a
    : 1 - (Math.exp(logFront) * betaFraction(b, a, 1 - x)) / b
}

/** The chance that |T| exceeds `t` with `degrees` of freedom. */
export const twoSidedTail = (t: number, degrees: number): number =>
  regularisedBeta(degrees / 2, 0.5, degrees / (degrees + t * t))

const MAX_T = 1e9
const BISECTIONS = 200

/** The t that |T| stays within with probability `level`, with `degrees` of freedom (which may be fractional). */
export function criticalT(level: number, degrees: number): number {
  let [low, high] = [0, MAX_T]
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2
    if (twoSidedTail(middle, degrees) > 1 - level) low = middle
    else high = middle
  }
  return (low + high) / 2
}
