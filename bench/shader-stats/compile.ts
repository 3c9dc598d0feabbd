import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kernel } from '../../src/engine/wgsl/codegen/kernel.ts'
import { RADV_FILE, SHIM_FILE } from '../../scripts/requirements/drm-shim.mjs'
import type { PretendedGpu } from './gpus.ts'

/** The compiler's statistics of a kernel. */
export interface CompilerStatistics {
  readonly vectorRegisters: number
  /** Registers that did not fit, and bytes of memory per thread for them and for dynamically indexed arrays. */
  readonly spilledRegisters: number
  readonly scratchBytes: number
  readonly codeBytes: number
  readonly sharedBytes: number
  /** The number of waves that a vector unit can hold: of 32 lanes on RDNA, of 64 on GCN. */
  readonly wavesPerVectorUnit: number
}

export interface CompiledKernel {
  readonly statistics: CompilerStatistics
  readonly disassembly: readonly string[]
}

export interface Compilation {
  /** The driver and its version. */
  readonly driver: string
  readonly kernels: readonly CompiledKernel[]
}

/**
 * Compiles kernels for a GPU that this computer does not have: Dawn on Mesa's RADV driver, with Mesa's shim instead of the
 * kernel driver. Nothing runs. Throws if a kernel does not compile.
 */
export async function compileFor(
  gpu: PretendedGpu,
  kernels: readonly Kernel[],
): Promise<Compilation> {
  const folder = await mkdtemp(join(tmpdir(), 'shader-stats-'))
  try {
    const file = join(folder, 'kernels.json')
    await writeFile(file, JSON.stringify(kernels))
    const log = await runChild(file, {
      AMDGPU_GPU_ID: gpu.id,
      LD_PRELOAD: SHIM_FILE,
      VK_DRIVER_FILES: RADV_FILE,
      XDG_RUNTIME_DIR: folder,
      // The driver prints no statistics for cached shaders.
      MESA_SHADER_CACHE_DISABLE: '1',
      RADV_DEBUG: 'shaderstats,asm,cs',
    })
    const driver = /^>>>adapter (.*)$/m.exec(log)?.[1] ?? 'unknown'
    const parts = log.split('\n>>>begin\n').slice(1)
    return { driver, kernels: parts.map((part, i) => parseKernel(kernels[i].label, part)) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Compiles in a child process and returns what it printed to stderr. */
async function runChild(file: string, env: Readonly<Record<string, string>>): Promise<string> {
  // npm and Vitest start in the repository's root; this module may be bundled somewhere else.
  const script = join(process.cwd(), 'bench/shader-stats/compile-child.mjs')
  const child = spawn(process.execPath, [script, file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  const log = Buffer.concat(chunks).toString()
  if (status !== 0) {
    throw new Error(
      `The compiling process ended with status ${String(status)}.\n${log.slice(-2000)}`,
    )
  }
  return log
}

/** Parses RADV's output for one kernel. Throws if something is missing. */
function parseKernel(label: string, text: string): CompiledKernel {
  const number = (name: string): number => {
    const found = new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)
    if (!found) throw new Error(`Mesa printed no "${name}" for ${label}.`)
    return Number(found[1])
  }
  const disassembly = /^disasm:\n([\s\S]*?)\n\nCompute Shader:/m.exec(text)
  if (!disassembly) throw new Error(`Mesa printed no disassembly of ${label}.`)
  return {
    statistics: {
      vectorRegisters: number('VGPRs'),
      spilledRegisters: number('Spilled VGPRs') + number('Spilled SGPRs'),
      scratchBytes: number('Scratch size'),
      codeBytes: number('Code size'),
      sharedBytes: number('LDS size'),
      wavesPerVectorUnit: number('Subgroups per SIMD'),
    },
    disassembly: disassembly[1].split('\n'),
  }
}
