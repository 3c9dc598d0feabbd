/**
 * Whether opening a browser makes sense: not in continuous integration, nor on Linux without a display.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 */
export function canOpenBrowser(env, platform) {
  if (env.CI) return false
  return platform !== 'linux' || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY)
}
