import { Component, type ReactNode, Suspense } from 'react'
import { codeOf } from '../../errors/codes.ts'
import { isMissing } from '../controls/missing-part.ts'
import { LateProblemReport } from '../report/late-report.ts'
import { PAGE } from '../words/texts.ts'

interface BoundaryProps {
  readonly children: ReactNode
}

/** Shows an error in place of a part of the page that crashes or does not load. The rest of the page and a run continue. */
export class Boundary extends Component<BoundaryProps, { error: unknown; failed: boolean }> {
  override state = { error: null, failed: false }

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true }
  }

  override render() {
    const { error, failed } = this.state
    if (!failed) return this.props.children
    const missing = isMissing(error)
    return (
      <div className="note" role="alert">
        <p>{missing ? PAGE.partMissing : PAGE.partBroken}</p>
        {missing ? (
          <button type="button" className="button" onClick={() => location.reload()}>
            {PAGE.reload}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            onClick={() => this.setState({ error: null, failed: false })}
          >
            {PAGE.showAgain}
          </button>
        )}
        {!missing && (
          <Suspense>
            <LateProblemReport error={error} code={codeOf(error)} />
          </Suspense>
        )}
      </div>
    )
  }
}
