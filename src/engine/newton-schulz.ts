/** Newton-Schulz iterations of a step of Muon. */
export const NEWTON_SCHULZ_ITERATIONS = 3

/** Added to the norm that an update is divided by. */
export const MUON_EPSILON = 1e-7
