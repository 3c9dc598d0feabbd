import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { PAGE } from '../words/texts.ts'
import { applyTheme, rememberTheme, type Theme, THEMES } from './theme.ts'

const ICONS = { system: Monitor, light: Sun, dark: Moon }

/** Shows the current theme and switches to the next of three. */
export function ThemeButton({ first }: { first: Theme }) {
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
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={turn}>
      <Icon strokeWidth={1.5} aria-hidden />
    </button>
  )
}
