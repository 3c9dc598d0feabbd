import { CLASS_NAMES } from '../../../data/records.ts'
import { Pixels } from '../pixels.tsx'
import { type PicturePredictions, VIEWS } from './predictions.ts'
import { PICTURE } from './texts.ts'

interface ViewTableProps {
  readonly predictions: PicturePredictions
  /** The picture's true class, if known. */
  readonly truth: number | null
}

/** Class probabilities by view: classes down, likeliest first, views across. */
export function ViewTable({ predictions: { seen, views, together }, truth }: ViewTableProps) {
  const final = together ?? views[0]
  const order = CLASS_NAMES.map((_, label) => label).toSorted((a, b) => final[b] - final[a])
  const [predicted] = order
  return (
    <>
      <p className="predicted" aria-live="polite">
        {PICTURE.predicted(
          CLASS_NAMES[predicted],
          final[predicted],
          truth === null ? null : CLASS_NAMES[truth],
        )}
      </p>
      <div className="scroll">
        <table className="picture-views">
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
                  {label === truth && <span className="hidden-text">, {PICTURE.truth}</span>}
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

/** Opacity of a confident cell. */
const DARKEST = 40

function Share({ share }: { share: number }) {
  const ink = Math.round(DARKEST * Math.sqrt(share))
  const background = `color-mix(in srgb, var(--ink) ${ink}%, transparent)`
  return <td style={{ background }}>{PICTURE.percent(share)}</td>
}
