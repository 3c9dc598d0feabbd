import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from './serve/ports.mjs'

const root = join(import.meta.dirname, '..')
let clone = ''
let running: ChildProcess | null = null

/** Copies the project as a fresh clone: all files that git does not ignore, nothing installed, nothing built. */
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'lab94-clone-'))
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0')
  for (const file of files) {
    if (file !== '' && existsSync(join(root, file))) await cp(join(root, file), join(clone, file))
  }
})

afterAll(async () => {
  // Only if a test failed halfway.
  if (running?.pid !== undefined && running.exitCode === null && running.signalCode === null) {
    process.kill(-running.pid, 'SIGKILL')
  }
  await rm(clone, { recursive: true })
})

/** Starts `npm start` and, once it serves, resolves with its output. */
function start(port: number): Promise<{ process: ChildProcess; output: string }> {
  const npm = spawn('npm', ['start', '--', '--no-open', '--port', String(port)], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, because Ctrl-C in a terminal reaches every process of the group.
    detached: true,
  })
  running = npm
  let output = ''
  return new Promise((resolve, reject) => {
    const read = (text: Buffer) => {
      output += text.toString()
      if (output.includes('lab94 is at')) resolve({ process: npm, output })
    }
    npm.stdout.on('data', read)
    npm.stderr.on('data', read)
    npm.once('exit', () => reject(new Error(`npm start ended before it served:\n${output}`)))
  })
}

/** Presses Ctrl-C, waits for the end, and expects it to be clean and to leave the port free. */
async function expectCleanEnd(npm: ChildProcess, port: number): Promise<void> {
  const exit = once(npm, 'exit')
  if (npm.pid === undefined) throw new Error('npm start never started.')
  process.kill(-npm.pid, 'SIGINT')
  const [status, signal]: unknown[] = await exit
  // The signal may end the shell between npm and the script, although the script exits with 0.
  expect([0, 'SIGINT']).toContain(status ?? signal)
  expect(await freePort(port)).toBe(port)
}

describe('npm start in a fresh clone', () => {
  it('installs, builds, serves the page, and ends cleanly on Ctrl-C', async () => {
    const port = await freePort(9700)
    const { process: npm, output } = await start(port)
    expect(output).toContain('Installing')
    expect(output).toContain(`http://localhost:${port}`)

    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<title>')
    await expectCleanEnd(npm, port)
  })

  it('installs once, and moves to the next port if the wanted one is taken', async () => {
    const port = await freePort(9800)
    const next = await freePort(port + 1)
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const { process: npm, output } = await start(port)
    expect(output).not.toContain('Installing')
    expect(output).toContain('per port')
    expect(output).toContain(`http://localhost:${next}`)
    await expectCleanEnd(npm, next)
    await new Promise((resolve) => other.close(resolve))
  })

  it('refuses unknown arguments', () => {
    const { status, stderr } = spawnSync('npm', ['start', '--', '--prot', '80'], {
      cwd: clone,
      encoding: 'utf8',
    })
    expect(status).toBe(2)
    expect(stderr).toContain('--prot')
  })
})
