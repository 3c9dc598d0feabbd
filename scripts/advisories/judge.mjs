/**
 * @typedef {object} Allowed
 * @property {string} id GitHub's id, GHSA-xxxx-xxxx-xxxx
 * @property {string} reason why it does no harm here
 * @property {string} until the last day it is allowed, for example 2027-06-30
 */

/** @typedef {{ name: string, severity: string, title: string, url: string }} Advisory */

/**
 * One sentence for each advisory that is not allowed, and for each entry of the list that is expired or obsolete.
 *
 * @param {string} report the output of `npm audit --json`
 * @param {readonly Allowed[]} allowed
 * @param {Date} today
 * @returns {string[]}
 */
export function advisoryProblems(report, allowed, today) {
  const advisories = advisoriesOf(report)
  if (advisories === null) {
    return ['npm did not report its advisories. Check the connection to its registry.']
  }
  const ids = advisories.map(idOf)
  return [
    ...advisories
      .filter((advisory) => allowed.every(({ id }) => id !== idOf(advisory)))
      .map(
        ({ name, severity, title, url }) =>
          `${name}: ${title} (${severity}, ${url}). Update the package, or add the advisory to scripts/advisories/allowed.mjs with the reason why it does no harm.`,
      ),
    ...allowed
      .filter(({ until }) => new Date(`${until}T23:59:59Z`) < today)
      .map(({ id, until }) => `${id} was allowed until ${until}. Judge it again.`),
    ...allowed
      .filter(({ id }) => !ids.includes(id))
      .map(({ id }) => `${id} is allowed, but npm does not report it. Remove it from the list.`),
  ]
}

/** @param {Advisory} advisory */
const idOf = ({ url }) => url.slice(url.lastIndexOf('/') + 1)

/**
 * Each advisory once, even if it reaches several packages. Null if the report is not an audit report.
 *
 * @param {string} report
 * @returns {Advisory[] | null}
 */
function advisoriesOf(report) {
  try {
    const { vulnerabilities } =
      /** @type {{ vulnerabilities?: Record<string, { via: (Advisory | string)[] }> }} */ (
        JSON.parse(report)
      )
    if (vulnerabilities === undefined) return null
    const all = Object.values(vulnerabilities).flatMap(({ via }) =>
      via.filter((entry) => typeof entry === 'object'),
    )
    return [...new Map(all.map((advisory) => [advisory.url, advisory])).values()]
  } catch {
    return null
  }
}
