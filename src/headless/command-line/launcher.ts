/**
 * The command that starts one of these programs, for usage texts: npm in the repository, or the portable folder's script,
 * which sets an environment variable.
 */
export const launcher = (program: string): string =>
  process.env.LAB94_LAUNCHER === undefined
    ? `npm run -s ${program} --`
    : `${process.env.LAB94_LAUNCHER} ${program}`
