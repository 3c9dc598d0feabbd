/** What only a run shows: fetched when a pointer or the focus comes near the keys that start one. */
export const loadRunStrip = () => import('./run-strip.tsx')
