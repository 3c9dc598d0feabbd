import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'

/**
 * What code a build is made of: the commit, with a plus where files differ from it; "unknown" outside of a repository, and
 * for a copy without a repository of its own that lies inside another one.
 *
 * @param {string} root
 */
export function codeVersion(root) {
  /** @param {string[]} args */
  const git = (...args) =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(root)) return 'unknown'
    const commit = git('rev-parse', '--short=7', 'HEAD')
    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}+`
  } catch {
    return 'unknown'
  }
}
