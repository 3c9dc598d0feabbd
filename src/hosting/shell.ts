/** The page's own files, which open without a network once they are cached. */
export interface Shell {
  /** Another one for any other content. */
  readonly version: string
  /** By their place below the page; '' is the page itself. */
  readonly files: readonly string[]
}
