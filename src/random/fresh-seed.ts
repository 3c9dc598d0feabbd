/** A seed that has not been used before: for tests on new inputs, never for a run. */
export const freshSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]
