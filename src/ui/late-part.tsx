import { Component, type ReactNode, Suspense } from 'react'
import { PAGE } from './texts.ts'

interface LatePartProps {
  /** Stands there until the part has come. */
  readonly fallback?: ReactNode
  readonly children: ReactNode
}

/** A part of the page that is fetched when it is first shown. Where it does not come, or breaks, it says what to do. */
export class LatePart extends Component<LatePartProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) {
      return <Suspense fallback={this.props.fallback}>{this.props.children}</Suspense>
    }
    return (
      <div className="note" role="alert">
        <p>{PAGE.partMissing}</p>
        <button type="button" className="key" onClick={() => location.reload()}>
          {PAGE.reload}
        </button>
      </div>
    )
  }
}
