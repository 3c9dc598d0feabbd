/** The unit of an AMD GPU that an instruction uses. */
export type InstructionKind = 'vector' | 'shared' | 'memory' | 'other'

export interface Instruction {
  readonly kind: InstructionKind
  /** Multiply-adds of one lane. */
  readonly multiplyAdds: number
  /** How many times as long as most vector instructions it takes. */
  readonly duration: number
  /** Whether it multiplies two matrices. */
  readonly matrix: boolean
  /** Bytes that a lane reads or writes in workgroup memory or memory. */
  readonly bytes: number
  /** The target block of a branch. */
  readonly target: string | null
}

interface Block {
  readonly name: string
  readonly instructions: Instruction[]
}

/** Totals of instructions, for one lane. */
export interface Counts {
  readonly vector: number
  /** Vector instructions, each counted as often as an ordinary one would run in its time. */
  readonly vectorCycles: number
  /** Of the vector instructions, those that multiply matrices. */
  readonly matrices: number
  readonly multiplyAdds: number
  readonly sharedBytes: number
}

export interface KernelLoops {
  /** The innermost loop with the most multiply-adds; null if no loop has any. */
  readonly hot: Counts | null
  /** The loop around the hot loop, without it. */
  readonly around: Counts | null
  /** Everything else. */
  readonly rest: Counts
}

/**
 * Finds the loops of a kernel in RADV's disassembly: `BB` and a number start a block, and a branch back to a block makes a
 * loop. The driver's loops that clear workgroup memory count like any other. `lanes` is the size of a wave.
 */
export function kernelLoops(lines: readonly string[], lanes: number): KernelLoops {
  const blocks = parseBlocks(lines, lanes)
  const loops = findLoops(blocks)
  const of = ({ first, last }: Loop) =>
    blocks.slice(first, last + 1).flatMap(({ instructions }) => instructions)
  const within = (inner: Loop, outer: Loop) =>
    inner !== outer && outer.first <= inner.first && inner.last <= outer.last

  const [hot] = loops
    .filter((loop) => !loops.some((other) => within(other, loop)))
    .map((loop) => ({ loop, multiplyAdds: sum(of(loop)).multiplyAdds }))
    .filter(({ multiplyAdds }) => multiplyAdds > 0)
    .sort((a, b) => b.multiplyAdds - a.multiplyAdds)
  const everything = sum(blocks.flatMap(({ instructions }) => instructions))
  if (!hot) return { hot: null, around: null, rest: everything }

  const [around] = loops
    .filter((loop) => within(hot.loop, loop))
    .sort((a, b) => a.last - a.first - (b.last - b.first))
  const hotCounts = sum(of(hot.loop))
  if (!around) return { hot: hotCounts, around: null, rest: less(everything, hotCounts) }
  const aroundCounts = sum(of(around))
  return {
    hot: hotCounts,
    around: less(aroundCounts, hotCounts),
    rest: less(everything, aroundCounts),
  }
}

function parseBlocks(lines: readonly string[], lanes: number): Block[] {
  const blocks: Block[] = []
  for (const line of lines) {
    const name = /^(BB\d+):/.exec(line)
    if (name) blocks.push({ name: name[1], instructions: [] })
    else {
      const instruction = parseInstruction(line, lanes)
      if (instruction) blocks.at(-1)?.instructions.push(instruction)
    }
  }
  return blocks
}

interface Loop {
  readonly first: number
  readonly last: number
}

/** Loops by block positions: from the target of a backward branch to the last such branch. */
function findLoops(blocks: readonly Block[]): Loop[] {
  const positions = new Map(blocks.map(({ name }, i) => [name, i]))
  const lasts = new Map<number, number>()
  blocks.forEach(({ instructions }, i) => {
    for (const { target } of instructions) {
      const first = target === null ? undefined : positions.get(target)
      if (first !== undefined && first <= i) lasts.set(first, i)
    }
  })
  return [...lasts].map(([first, last]) => ({ first, last }))
}

/** Products of 32-bit integers, roots, exponentials and quotients take four times as long as other instructions. */
const SLOW = /^v_(mul_(lo|hi)_[iu]32|mad_[iu]64_[iu]32|(rcp|rsq|sqrt|exp|log|sin|cos)_|div_fixup)/

/** A wave multiplies two matrices of 16x16. */
const MATRIX = /^v_wmma_f32_16x16x16_f16/
/** Multiply-adds of matrices per cycle of RDNA3's vector units, which take 32 lanes a cycle otherwise. */
export const MATRIX_MULTIPLY_ADDS = 128
const LANES_A_CYCLE = 32

/** Parses one line as an instruction; null if it is none. */
function parseInstruction(line: string, lanes: number): Instruction | null {
  const text = line.replace(/\s*;.*$/, '').trim()
  if (!/^[a-z]\w+(\s|$)/.test(text)) return null
  // On RDNA3, two instructions that run as one are printed as "first :: second".
  const names = text.split('::').map((part) => part.trim().split(/\s/, 1)[0])
  const [name] = names
  const kind = kindOf(name)
  const matrix = MATRIX.test(name)
  const products = 16 ** 3
  return {
    kind,
    multiplyAdds: matrix
      ? products / lanes
      : names.reduce((total, half) => total + multiplyAddsOf(half), 0),
    duration: matrix
      ? products / MATRIX_MULTIPLY_ADDS / (lanes / LANES_A_CYCLE)
      : SLOW.test(name)
        ? 4
        : 1,
    matrix,
    bytes: kind === 'shared' || kind === 'memory' ? bytesOf(name) : 0,
    target: /^s_c?branch/.test(name) ? (/BB\d+/.exec(text)?.[0] ?? null) : null,
  }
}

function kindOf(name: string): InstructionKind {
  if (name.startsWith('v_')) return 'vector'
  if (name.startsWith('ds_')) return 'shared'
  return /^(buffer|global|flat|scratch)_/.test(name) ? 'memory' : 'other'
}

/** Packed instructions and two-element dot products do two at once. */
function multiplyAddsOf(name: string): number {
  if (/^v_pk_(fma|fmac|mad)_f16/.test(name) || /^v_(dual_)?dot2/.test(name)) return 2
  return /^v_(dual_)?(fma|mad|mac)(c|ak|mk|_mix|_mixlo|_mixhi|_legacy)*_f(16|32)/.test(name) ? 1 : 0
}

const BITS: Readonly<Record<string, number>> = { dwordx4: 128, dwordx3: 96, dwordx2: 64, dword: 32 }

/** Bytes that a lane moves: the name ends in the width, and "2addr" and "read2" do two at once. */
function bytesOf(name: string): number {
  const width = /_(?:b(\d+)|(dwordx[234]|dword))/.exec(name)
  const bits = width ? (BITS[width[2]] ?? Number(width[1])) : 16
  return (bits / 8) * (/2addr|read2|write2/.test(name) ? 2 : 1)
}

function sum(instructions: readonly Instruction[]): Counts {
  const vectors = instructions.filter(({ kind }) => kind === 'vector')
  const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  return {
    vector: vectors.length,
    vectorCycles: total(vectors.map(({ duration }) => duration)),
    matrices: vectors.filter(({ matrix }) => matrix).length,
    multiplyAdds: total(vectors.map(({ multiplyAdds }) => multiplyAdds)),
    sharedBytes: total(instructions.map(({ kind, bytes }) => (kind === 'shared' ? bytes : 0))),
  }
}

const less = (all: Counts, part: Counts): Counts => ({
  vector: all.vector - part.vector,
  vectorCycles: all.vectorCycles - part.vectorCycles,
  matrices: all.matrices - part.matrices,
  multiplyAdds: all.multiplyAdds - part.multiplyAdds,
  sharedBytes: all.sharedBytes - part.sharedBytes,
})
