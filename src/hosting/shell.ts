/** The page's own files, which open without a network once they are cached. */
export interface Shell {
  /** Changes whenever the content changes. */
  readonly version: string
  /** Paths relative to the page; '' is the page itself. */
  readonly files: readonly string[]
}
