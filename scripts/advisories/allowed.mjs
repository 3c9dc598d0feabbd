/**
 * Advisories that do no harm here, each with the reason and the date until which that judgement holds.
 *
 * @type {readonly import('./judge.mjs').Allowed[]}
 */
export const ALLOWED = []
