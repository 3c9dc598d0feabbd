/** a, b and c of Muon's Newton-Schulz iteration: they push singular values to between 0.5 and 1.5, not to 1. */
export const NEWTON_SCHULZ = { a: 3.4445, b: -4.775, c: 2.0315, iterations: 3 }

/** Added to the norm that an update is divided by. */
export const MUON_EPSILON = 1e-7
