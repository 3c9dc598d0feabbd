/** Steps whose metrics the GPU holds before the oldest is overwritten. */
export const METRIC_ENTRIES = 1024
