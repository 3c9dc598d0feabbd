/** Changes the address's query in place, or as a step that the browser's back key undoes. */
export function changeQuery(
  change: (parameters: URLSearchParams) => void,
  how: 'replace' | 'push' = 'replace',
): void {
  const parameters = new URLSearchParams(location.search)
  change(parameters)
  const text = parameters.toString()
  const query = text === '' ? '' : `?${text}`
  if (query === location.search) return
  const address = `${location.pathname}${query}${location.hash}`
  if (how === 'push') history.pushState(null, '', address)
  else history.replaceState(history.state, '', address)
}
