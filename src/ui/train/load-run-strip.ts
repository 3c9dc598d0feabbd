/** The parts that only a run shows, loaded when the pointer or the focus is near the buttons that start one. */
export const loadRunStrip = () => import('./run-strip.tsx')
