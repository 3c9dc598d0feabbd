/** The report offered with an error. */
export const REPORT = {
  title: 'Error report',
  titleOf: (code: string) => `Error report (${code})`,
  why: 'What the page knows about this error, the GPU and the run. It contains nothing personal and is not sent anywhere.',
  copy: 'Copy report',
  copied: 'Report copied',
} as const
