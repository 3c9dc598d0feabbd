import { useSyncExternalStore } from 'react'
import { changeQuery, query } from './address.ts'

/** The page's views, in the order of its header. */
export const PAGE_VIEWS = ['train', 'compare', 'inside'] as const

export type PageView = (typeof PAGE_VIEWS)[number]

const PARAMETER = 'view'
/** The parameter's earlier name, which old links have. */
const EARLIER_PARAMETER = 'place'

function viewOf(search: string): PageView {
  const parameters = new URLSearchParams(search)
  const value = parameters.get(PARAMETER) ?? parameters.get(EARLIER_PARAMETER)
  return PAGE_VIEWS.find((view) => view === value) ?? PAGE_VIEWS[0]
}

/** The address of a view, otherwise unchanged. */
export function addressOf(view: PageView): string {
  const parameters = new URLSearchParams(query())
  setPageView(parameters, view)
  const text = parameters.toString()
  return text === '' ? location.pathname : `?${text}`
}

function setPageView(parameters: URLSearchParams, view: PageView): void {
  parameters.delete(EARLIER_PARAMETER)
  if (view === PAGE_VIEWS[0]) parameters.delete(PARAMETER)
  else parameters.set(PARAMETER, view)
}

/** Opens a view; the browser's back button returns. `change` may set other parameters. */
export function goTo(
  view: PageView,
  change: (parameters: URLSearchParams) => void = () => {},
): void {
  changeQuery((parameters) => {
    setPageView(parameters, view)
    change(parameters)
  }, 'push')
  dispatchEvent(new PopStateEvent('popstate'))
}

/** Calls back when `goTo` or the browser's back and forward buttons change the address. */
export function onAddress(changed: () => void): () => void {
  addEventListener('popstate', changed)
  return () => removeEventListener('popstate', changed)
}

/** The view that the address names. */
export const usePageView = (): PageView => useSyncExternalStore(onAddress, () => viewOf(query()))
