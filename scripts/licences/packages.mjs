/** @typedef {{ name: string, licence: string, shipped: boolean }} Package shipped: the page may contain its code */

/** @typedef {{ license?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} LockedPackage */

/** Licences that only require their text beside the code; the build writes it to `dist/licences.txt`. */
const PERMISSIVE = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Zlib',
  'OFL-1.1',
]

/** Also allowed for tools, whose code is in no build: changes to their files would have to be published. */
const TOOLS_ONLY = ['MPL-2.0']

/**
 * The packages in a lock file, each once, sorted by name.
 *
 * @param {string} lockFile its text
 * @returns {Package[]}
 */
export function packagesOf(lockFile) {
  const { packages } = /** @type {{ packages: Record<string, LockedPackage> }} */ (
    JSON.parse(lockFile)
  )
  /** @type {Map<string, Package>} */
  const found = new Map()
  for (const [path, locked] of Object.entries(packages)) {
    if (path === '') continue
    const { license = 'none named' } = locked
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const key = `${name} ${license}`
    found.set(key, {
      name,
      licence: license,
      shipped: isRequired(locked) || found.get(key)?.shipped === true,
    })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Whether the page's dependencies need the package. Some can optionally use TypeScript or a type package.
 *
 * @param {LockedPackage} locked
 */
const isRequired = ({ dev = false, optional = false, devOptional = false }) =>
  !dev && !optional && !devOptional

/**
 * One sentence for each package whose licence is not allowed.
 *
 * @param {readonly Package[]} packages
 */
export const licenceProblems = (packages) =>
  packages
    .filter(({ licence, shipped }) => !isAllowed(licence, shipped))
    .map(
      ({ name, licence, shipped }) =>
        `${name}: its licence (${licence}) is not allowed for ${shipped ? 'code in the page' : 'a tool'}. Choose another package, or read the licence and add it to scripts/licences/packages.mjs.`,
    )

/**
 * Whether an SPDX expression is allowed: one side of "A OR B", both sides of "A AND B". Nested brackets are not parsed, and
 * so not allowed.
 *
 * @param {string} expression
 * @param {boolean} shipped
 */
function isAllowed(expression, shipped) {
  const allowed = shipped ? PERMISSIVE : [...PERMISSIVE, ...TOOLS_ONLY]
  return expression
    .replace(/^\(([^()]*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)))
}

/**
 * docs/licences.md.
 *
 * @param {readonly Package[]} packages
 */
export const licencesPage = (packages) => `# Licences of the packages

\`npm run licences\` writes this page from the lock file, and a test checks that it is up to date. The first list has the packages
whose code the built page may contain; the texts of their licences are in \`licences.txt\` of every build. The second list has
the packages that are only used to build and test it.

## In the page

${byLicence(packages.filter(({ shipped }) => shipped))}
## Tools

${byLicence(packages.filter(({ shipped }) => !shipped))}`

/** @param {readonly Package[]} packages */
function byLicence(packages) {
  const licences = [...new Set(packages.map(({ licence }) => licence))].sort()
  return licences
    .map((licence) => {
      const names = packages.filter((of) => of.licence === licence).map(({ name }) => `\`${name}\``)
      return `- **${licence}**: ${names.join(', ')}\n`
    })
    .join('')
}
