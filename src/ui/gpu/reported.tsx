import { ChevronDown } from 'lucide-react'
import type { AdapterReport } from '../../worker/protocol.ts'
import { browserName } from '../words/browser-name.ts'
import { COMMIT } from '../words/commit.ts'
import { formatCount } from '../words/format.ts'
import { GPU } from './texts.ts'

const TEXT = GPU.reported

type AdapterDetails = NonNullable<AdapterReport['details']>

/** What the browser reports about the adapter, and versions for a bug report. */
export function Reported({ details }: { details: AdapterDetails | null }) {
  const facts = [
    ...(details === null
      ? []
      : [
          { name: TEXT.vendor, words: details.vendor },
          { name: TEXT.architecture, words: details.architecture },
          { name: TEXT.description, words: details.description },
          { name: TEXT.subgroups, words: lanesOf(details) },
        ]),
    { name: TEXT.browser, words: browserName(navigator.userAgent) ?? '' },
    { name: TEXT.code, words: COMMIT },
    ...(details === null ? [] : [{ name: TEXT.features, words: details.features.join(', ') }]),
  ]
  return (
    <>
      <dl className="reported">
        {facts.map(({ name, words }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words === '' ? TEXT.notReported : words}</dd>
          </div>
        ))}
      </dl>
      {details !== null && <Limits limits={details.limits} />}
    </>
  )
}

function lanesOf({ subgroups }: AdapterDetails): string {
  return subgroups === null ? TEXT.none : TEXT.lanes(subgroups.least, subgroups.most)
}

function Limits({ limits }: Pick<AdapterDetails, 'limits'>) {
  const all = Object.entries(limits)
  return (
    <details className="limits">
      <summary>
        <b>{TEXT.limits}</b>
        <span className="second">{TEXT.limitCount(all.length)}</span>
        <ChevronDown strokeWidth={1.5} aria-hidden />
      </summary>
      <dl className="reported">
        {all.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
