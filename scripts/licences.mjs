// `npm run licences` writes docs/licences.md: the licences of all packages in the lock file. Fails if one is not allowed.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { licenceProblems, licencesPage, packagesOf } from './licences/packages.mjs'

const fileOf = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url))

const packages = packagesOf(readFileSync(fileOf('package-lock.json'), 'utf8'))
const problems = licenceProblems(packages)
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else writeFileSync(fileOf('docs/licences.md'), licencesPage(packages))
