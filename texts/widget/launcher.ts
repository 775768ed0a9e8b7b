import type { Language } from '../languages.ts'

/** What the button says before the panel's code is there: small enough for all languages at once. */
export const launcherTexts: Record<Language, string> = {
  en: 'Open chat',
  de: 'Chat öffnen',
  es: 'Abrir el chat',
}
