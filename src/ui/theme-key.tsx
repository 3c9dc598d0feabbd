import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { PAGE } from './texts.ts'
import { applyTheme, rememberTheme, type Theme, THEMES } from './theme.ts'

const ICONS = { system: Monitor, light: Sun, dark: Moon }

/** One key for three themes: it shows the present one and turns to the next. */
export function ThemeKey({ first }: { first: Theme }) {
  const [theme, setTheme] = useState(first)
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]
  const Icon = ICONS[theme]
  const label = PAGE.theme(theme, next)
  const turn = () => {
    applyTheme(next)
    rememberTheme(next)
    setTheme(next)
  }
  return (
    <button type="button" className="icon-key" aria-label={label} title={label} onClick={turn}>
      <Icon strokeWidth={1.5} aria-hidden />
    </button>
  )
}
