// `npm run advisories`: fails if npm reports an advisory about an installed package that is not in the list of allowed ones.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ALLOWED } from './advisories/allowed.mjs'
import { advisoryProblems } from './advisories/judge.mjs'
import { npm } from './requirements/install.mjs'

const { command, args, shell } = npm(process.env.npm_execpath, process.platform)
const { stdout } = spawnSync(command, [...args, 'audit', '--json'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  shell,
})
const problems = advisoryProblems(stdout, ALLOWED, new Date())
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log(`No advisories except the ${ALLOWED.length} allowed ones.`)
