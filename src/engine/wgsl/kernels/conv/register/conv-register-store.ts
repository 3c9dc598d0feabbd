import type { ConvGemm } from '../conv-gemm.ts'
import type { RegisterTile } from '../conv-tiles.ts'
import { largest, sumOfDistances, sumOfSquares, type Point } from '../conv-statistics.ts'
import { range } from '../../../codegen/range.ts'
import { vec4Of } from '../../../codegen/vec4-of.ts'

/** The result of one lane in terms of rows and fours of columns, whichever side it owns. */
interface LaneResult {
  readonly rows: number
  readonly quads: number
  readonly rowAt: (row: number) => string
  readonly quadAt: (quad: number) => string
  readonly windowAt: (window: number) => string
  readonly value: (row: number, quad: number) => string
  /** Rows and fours of columns of the whole tile. */
  readonly tileRows: number
  readonly tileQuads: number
}

const laneResult = ({ shared, lanes, count, quads }: RegisterTile): LaneResult =>
  shared === 'rows'
    ? {
        rows: count,
        quads,
        rowAt: (row) => `sharedStart + ${row}u`,
        quadAt: (quad) => `ownStart + ${quad * lanes}u`,
        windowAt: (window) => `sharedStart / 4u + ${window}u`,
        value: (row, quad) => `c${row}_${quad}`,
        tileRows: count,
        tileQuads: quads * lanes,
      }
    : {
        rows: 4 * quads,
        quads: count / 4,
        rowAt: (row) => `(ownStart + ${(row >> 2) * lanes}u) * 4u + ${row % 4}u`,
        quadAt: (quad) => `sharedStart / 4u + ${quad}u`,
        windowAt: (window) => `ownStart + ${window * lanes}u`,
        value: (row, quad) => vec4Of((e) => `c${4 * quad + e}_${row >> 2}[${row % 4}]`),
        tileRows: 4 * quads * lanes,
        tileQuads: count / 4,
      }

/** An `if` statement, in case a last tile reaches past the end; nothing if none does. */
const within = (index: string, end: number, tile: number): string =>
  end % tile === 0 ? '' : `if (${index} < ${end}u) `

/** WGSL that passes a register tile's sums to the result's functions. */
export function storeRegisters(gemm: ConvGemm, tile: RegisterTile): string[] {
  const result = laneResult(tile)
  return [
    ...(gemm.result.kind === 'elements'
      ? storeElements(gemm, result)
      : storeWindows(gemm, tile, result)),
    ...(gemm.result.statistics ? storeStatistics(gemm, tile, result) : []),
  ]
}

const storeElements = (gemm: ConvGemm, result: LaneResult): string[] =>
  range(result.quads).flatMap((quad) => [
    `${within(result.quadAt(quad), gemm.columns / 4, result.tileQuads)}{`,
    ...range(result.rows).map((row) => {
      const guard = within(result.rowAt(row), gemm.rows, result.tileRows)
      return `${guard}{ store(split, ${result.rowAt(row)}, ${result.quadAt(quad)}, ${result.value(row, quad)}); }`
    }),
    '}',
  ])

/**
 * Window by window. The positions of four neighbouring channel vectors make a word. A lane that owns rows has all four;
 * otherwise four lanes have one each, and one of them stores the word.
 */
function storeWindows(gemm: ConvGemm, tile: RegisterTile, result: LaneResult): string[] {
  const { lanes, shared } = tile
  const ends = { window: gemm.rows / 4, quad: gemm.columns / 4 }
  const words = Math.ceil(ends.quad / 4)
  const pool = (window: number, quad: number) => {
    const windowGuard = within(result.windowAt(window), ends.window, result.tileRows / 4)
    const quadGuard = within(result.quadAt(quad), ends.quad, result.tileQuads)
    const values = range(4)
      .map((e) => result.value(4 * window + e, quad))
      .join(', ')
    return [
      `var bits${window}_${quad} = 0u;`,
      `${windowGuard}{ ${quadGuard}{ bits${window}_${quad} = storeWindow(${result.windowAt(window)}, ${result.quadAt(quad)}, ${values}); } }`,
    ]
  }
  const joined = (parts: string[]) => parts.map((part, i) => `(${part} << ${8 * i}u)`).join(' | ')
  const storeWord = (window: number, word: string, bits: string, lane: string) =>
    `if (${lane}${word} < ${words}u && ${result.windowAt(window)} < ${ends.window}u) { storePositions(${result.windowAt(window)}, ${word}, ${bits}); }`
  const inLane = (window: number) =>
    range(Math.ceil(result.quads / 4)).map((word) =>
      storeWord(
        window,
        `sharedStart / 16u + ${word}u`,
        joined(
          range(Math.min(4, result.quads - 4 * word)).map((i) => `bits${window}_${4 * word + i}`),
        ),
        '',
      ),
    )
  const acrossLanes = (window: number) =>
    range(result.quads).flatMap((quad) =>
      range(lanes / 4).flatMap((word) => [
        `let word${window}_${quad}_${word} = ${joined(range(4).map((i) => `subgroupBroadcast(bits${window}_${quad}, ${4 * word + i}u)`))};`,
        storeWord(
          window,
          `(ownStart - lane) / 4u + ${quad * (lanes / 4) + word}u`,
          `word${window}_${quad}_${word}`,
          `lane == ${word}u && `,
        ),
      ]),
    )
  return range(result.rows / 4).flatMap((window) => [
    ...range(result.quads).flatMap((quad) => pool(window, quad)),
    ...(shared === 'rows' ? acrossLanes(window) : inLane(window)),
  ])
}

/** Two passes over the tile's values, which are in one lane, or are merged in lane order. */
function storeStatistics(gemm: ConvGemm, tile: RegisterTile, result: LaneResult): string[] {
  const { lanes, shared } = tile
  const perPoint = gemm.result.kind === 'windows' ? 4 : 1
  const partial = gemm.rows % result.tileRows !== 0
  const end = gemm.rows / perPoint
  const points = (quad: number): Point[] =>
    range(result.rows / perPoint).map((i) => {
      const index = perPoint === 4 ? result.windowAt(i) : result.rowAt(i)
      const values = range(perPoint).map((e) => result.value(perPoint * i + e, quad))
      return {
        value: `asStored(${largest(values)})`,
        present: partial ? `${index} < ${end}u` : null,
      }
    })
  const across = shared === 'columns' && lanes > 1
  const fromFirst = (value: string) => (across ? `subgroupBroadcast(${value}, 0u)` : value)
  const joined = (value: string) =>
    across
      ? range(lanes)
          .map((lane) => `subgroupBroadcast(${value}, ${lane}u)`)
          .join(' + ')
      : value
  const count = `f32(min(${result.tileRows}u, ${gemm.rows}u - rowTile * ${result.tileRows}u) / ${perPoint}u)`
  return range(result.quads).flatMap((quad) => {
    const values = points(quad).map(({ value, present }, i) => ({
      declaration: `let p${quad}_${i} = ${value};`,
      point: { value: `p${quad}_${i}`, present },
    }))
    const squares = sumOfSquares(
      values.map(({ point }) => point),
      `mean${quad}`,
      `d${quad}_`,
    )
    const mine = across ? `lane == ${quad % lanes}u && ` : ''
    return [
      ...values.map(({ declaration }) => declaration),
      `let first${quad} = ${fromFirst(`p${quad}_0`)};`,
      `let sum${quad} = ${sumOfDistances(
        values.map(({ point }) => point),
        `first${quad}`,
      )};`,
      `let mean${quad} = first${quad} + (${joined(`sum${quad}`)}) / ${count};`,
      ...squares.lines,
      `let square${quad} = ${squares.sum};`,
      `let m2_${quad} = ${joined(`square${quad}`)};`,
      `if (${mine}${result.quadAt(quad)} < ${gemm.columns / 4}u) { storeStatistics(rowTile, ${result.quadAt(quad)}, ${count}, mean${quad}, m2_${quad}); }`,
    ]
  })
}
