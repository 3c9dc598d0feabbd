/**
 * How a person starts one of these programs, for usage texts: by npm in the repository, by its script in the portable
 * folder, which says so in the environment.
 */
export const launcher = (program: string): string =>
  process.env.LAB94_LAUNCHER === undefined
    ? `npm run -s ${program} --`
    : `${process.env.LAB94_LAUNCHER} ${program}`
