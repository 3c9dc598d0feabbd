/** The commit that the page was built from; vite.config.ts puts it in. */
declare const LAB94_COMMIT: string

export const COMMIT = LAB94_COMMIT
