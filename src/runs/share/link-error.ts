/** Thrown where a link does not hold what it should, or a run does not fit a link. Its message is for the page. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}
