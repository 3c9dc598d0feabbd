import { execFileSync } from 'node:child_process'

/**
 * What code a build is made of: the commit, with a plus where files differ from it; "unknown" outside of a repository.
 *
 * @param {string} root
 */
export function codeVersion(root) {
  /** @param {string[]} args */
  const git = (...args) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const commit = git('rev-parse', '--short=7', 'HEAD').trim()
    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}+`
  } catch {
    return 'unknown'
  }
}
