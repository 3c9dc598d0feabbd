/**
 * Advisories that do not matter here, each with the reason and the day on which it is to be judged again.
 *
 * @type {readonly import('./judge.mjs').Allowed[]}
 */
export const ALLOWED = []
