import { CLASS_NAMES } from '../../data/records.ts'
import { formatCount } from '../format.ts'
import { Block } from './block.tsx'
import { mistakesIn, worstPair } from './confusion.ts'
import { INSIDE } from './texts.ts'

const TEXT = INSIDE.confusions

/** How a run named the test images: rows are what an image is, columns what the network said. */
export function Confusions({ counts }: { counts: readonly number[] | null }) {
  if (counts === null) {
    return (
      <Block id="confusions" title={TEXT.title} side={<p>{TEXT.none}</p>}>
        {null}
      </Block>
    )
  }
  const most = Math.max(1, ...counts.filter((_, i) => i % 11 !== 0))
  return (
    <Block
      id="confusions"
      title={TEXT.title}
      side={
        <>
          <p>{TEXT.what}</p>
          <p>{TEXT.pair(worstPair(counts), mistakesIn(counts))}</p>
        </>
      }
    >
      <div className="scroll">
        <table className="confusion">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden-text">{TEXT.truth}</span>
              </th>
              {CLASS_NAMES.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">{TEXT.right}</th>
            </tr>
          </thead>
          <tbody>
            {CLASS_NAMES.map((name, truth) => (
              <Row key={name} truth={truth} counts={counts} most={most} />
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  )
}

interface RowProps {
  readonly truth: number
  readonly counts: readonly number[]
  /** The most frequent confusion of all, which is drawn darkest. */
  readonly most: number
}

/** The darkest cell's share of ink. */
const DARKEST = 26

function Row({ truth, counts, most }: RowProps) {
  const row = counts.slice(10 * truth, 10 * truth + 10)
  const total = row.reduce((sum, count) => sum + count, 0)
  return (
    <tr>
      <th scope="row">{CLASS_NAMES[truth]}</th>
      {row.map((count, answer) => {
        if (answer === truth) {
          return (
            <td key={answer} className="right">
              {formatCount(count)}
            </td>
          )
        }
        const ink = Math.round(DARKEST * Math.sqrt(count / most))
        const background = `color-mix(in srgb, var(--ink) ${ink}%, transparent)`
        return (
          <td key={answer} style={count > 0 ? { background } : undefined}>
            {count > 0 ? formatCount(count) : <span className="zero">·</span>}
          </td>
        )
      })}
      <td className="share">{total === 0 ? '' : `${((100 * row[truth]) / total).toFixed(1)}%`}</td>
    </tr>
  )
}
