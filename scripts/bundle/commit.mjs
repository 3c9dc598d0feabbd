import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'

/**
 * The commit that a build is made from, with a plus if files differ from it. "unknown" outside a repository, and for a copy
 * without its own repository inside another one.
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
