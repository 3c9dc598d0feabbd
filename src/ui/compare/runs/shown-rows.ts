/** Rows of the list shown at first. */
export const FEW = 8

/** Rows that each click on *Show more* adds: thousands at once would freeze the page. */
const MORE = 100

/** How many more rows the next click shows; 0 if all are shown. */
export const rowsToAdd = (shown: number, total: number): number =>
  Math.min(MORE, Math.max(0, total - shown))
