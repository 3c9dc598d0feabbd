import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runsOf } from '../../src/headless/sweep/runs/runs.ts'
import { readSpec } from '../../src/headless/sweep/spec/spec.ts'

const EXAMPLES = join(import.meta.dirname, '../../docs/many-machines')
const SLURM = join(EXAMPLES, 'slurm-array.sh')
const example = (name: string) => readFileSync(join(EXAMPLES, name), 'utf8')

let portable: string
beforeEach(() => {
  portable = mkdtempSync(join(tmpdir(), 'lab94-machines-'))
  standIn('echo "$@ in $LAB94_WORK"')
})
afterEach(() => rmSync(portable, { recursive: true }))

/** Replaces the portable folder's script. */
function standIn(commands: string) {
  writeFileSync(join(portable, 'run.sh'), `#!/bin/sh\n${commands}\n`, { mode: 0o755 })
}

const slurmEnvironment = (task: number) => ({
  PATH: process.env.PATH,
  TMPDIR: portable,
  SLURM_SUBMIT_DIR: portable,
  SLURM_ARRAY_JOB_ID: '7',
  SLURM_ARRAY_TASK_ID: String(task),
})

const INDEXES = [0, 1, 2, 3, 4, 5, 6, 7]
const SHARDS = INDEXES.map((index) => `sweep sweep.json --shard ${index + 1}/8 --out runs`)

it('has a sweep that can be listed', () => {
  expect(runsOf(readSpec(example('sweep.json')))).toHaveLength(40)
})

describe('the Slurm array', () => {
  it('trains each shard in one task, which unpacks into its own folder', () => {
    expect(example('slurm-array.sh')).toContain('#SBATCH --array=0-7\n')
    const said = INDEXES.map((task) => {
      const env = slurmEnvironment(task)
      const { stdout, status } = spawnSync('bash', [SLURM], { env, encoding: 'utf8' })
      expect(status).toBe(0)
      return stdout.trim()
    })
    expect(said).toEqual(SHARDS.map((shard, task) => `${shard} in ${portable}/lab94-7-${task}`))
  })

  it('exits with the status of the sweep', () => {
    standIn('exit 3')
    expect(spawnSync('bash', [SLURM], { env: slurmEnvironment(0) }).status).toBe(3)
  })

  it('waits for the run to be saved after a signal', async () => {
    standIn(
      `trap 'sleep 0.5; touch saved; exit 1' TERM\ntouch started\ni=0; while [ $i -lt 200 ]; do i=$((i + 1)); sleep 0.05; done`,
    )
    const job = spawn('bash', [SLURM], { env: slurmEnvironment(0), stdio: 'ignore' })
    const ended = new Promise((resolve) => job.once('exit', resolve))
    while (!existsSync(join(portable, 'started'))) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    job.kill('SIGTERM')
    expect(await ended).toBe(1)
    expect(existsSync(join(portable, 'saved'))).toBe(true)
  })
})

it('trains each shard in one pod of the Kubernetes job', () => {
  const manifest = example('kubernetes-job.yaml')
  expect(manifest).toContain('completionMode: Indexed\n')
  expect(manifest).toContain('completions: 8\n')
  const [, command] = /- \/bin\/sh\n +- -c\n +- (.*)\n/.exec(manifest) ?? []
  const said = INDEXES.map((index) => {
    const env = { PATH: process.env.PATH, LAB94_WORK: '/work', JOB_COMPLETION_INDEX: String(index) }
    return spawnSync('/bin/sh', ['-c', command], { cwd: portable, env, encoding: 'utf8' }).stdout
  })
  expect(said).toEqual(SHARDS.map((shard) => `${shard} in /work\n`))
})
