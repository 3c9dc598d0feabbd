/** Thrown if a link has invalid content, or a run does not fit into a link. Its message is for the page. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}
