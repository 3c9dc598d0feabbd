import { CLASS_NAMES } from '../../../data/records.ts'
import { Pixels } from '../pixels.tsx'
import { type PictureAnswers, VIEWS } from './answers.ts'
import { PICTURE } from './texts.ts'

interface ViewTableProps {
  readonly answers: PictureAnswers
  /** What the picture is, where that is known. */
  readonly truth: number | null
}

/** Class probabilities by view: classes down, likeliest first, views across. */
export function ViewTable({ answers: { seen, views, together }, truth }: ViewTableProps) {
  const final = together ?? views[0]
  const order = CLASS_NAMES.map((_, label) => label).toSorted((a, b) => final[b] - final[a])
  const [said] = order
  return (
    <>
      <p className="said" aria-live="polite">
        {PICTURE.said(CLASS_NAMES[said], final[said], truth === null ? null : CLASS_NAMES[truth])}
      </p>
      <div className="scroll">
        <table className="views">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden-text">{PICTURE.class}</span>
              </th>
              {VIEWS.map((view, i) => (
                <th key={i} scope="col">
                  <Pixels pixels={seen[i]} label="" />
                  <span>{PICTURE.view(view)}</span>
                </th>
              ))}
              {together !== null && (
                <th scope="col" className="together">
                  <span>{PICTURE.together}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {order.map((label) => (
              <tr key={label} className={label === truth ? 'truth' : undefined}>
                <th scope="row">
                  {CLASS_NAMES[label]}
                  {label === truth && <span className="hidden-text">, {PICTURE.isThat}</span>}
                </th>
                {views.map((probabilities, i) => (
                  <Share key={i} share={probabilities[label]} />
                ))}
                {together !== null && <Share share={together[label]} />}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** A sure cell's share of ink. */
const DARKEST = 40

function Share({ share }: { share: number }) {
  const ink = Math.round(DARKEST * Math.sqrt(share))
  const background = `color-mix(in srgb, var(--ink) ${ink}%, transparent)`
  return <td style={{ background }}>{PICTURE.percent(share)}</td>
}
