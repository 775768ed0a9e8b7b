import { createStore } from '../../client/store.ts'
import { keep } from './storage.ts'

type Theme = 'auto' | 'light' | 'dark'

const stored = document.documentElement.dataset.theme

/** `auto` follows the machine. The choice is read before the first paint by public/theme.js. */
export const theme = createStore<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto')

export function chooseTheme(chosen: Theme): void {
  theme.set(chosen)
  if (chosen === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
  keep('halo.theme', chosen === 'auto' ? null : chosen)
}
