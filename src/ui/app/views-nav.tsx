import type { MouseEvent } from 'react'
import { addressOf, goTo, type PageView, PAGE_VIEWS } from '../address/page-view.ts'
import { useHidden } from '../lesson/current-lesson.ts'
import { PAGE } from '../words/texts.ts'

/** The page's views, as links that also open in another tab. */
export function ViewsNav({ here }: { here: PageView }) {
  const hidden = { train: false, compare: useHidden('compare'), inside: useHidden('inside') }
  return (
    <nav className="views" aria-label={PAGE.views}>
      {PAGE_VIEWS.filter((view) => !hidden[view] || view === here).map((view) => (
        <a
          key={view}
          href={addressOf(view)}
          aria-current={view === here ? 'page' : undefined}
          onClick={(event) => follow(event, view)}
        >
          {PAGE.viewNames[view]}
        </a>
      ))}
    </nav>
  )
}

function follow(event: MouseEvent, view: PageView): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  goTo(view)
}
