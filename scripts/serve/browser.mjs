/**
 * Whether to open a browser: not in continuous integration, and not on Linux without a display.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 */
export function canOpenBrowser(env, platform) {
  if (env.CI) return false
  return platform !== 'linux' || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY)
}
