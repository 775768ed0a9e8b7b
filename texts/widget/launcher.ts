import type { Language } from '../languages.ts'

/** What the button says before the panel's code is there: small enough for all languages at once. */
export const launcherTexts: Record<Language, { open: string; close: string; unread: string }> = {
  en: { open: 'Open chat', close: 'Close chat', unread: 'New message' },
  de: { open: 'Chat öffnen', close: 'Chat schließen', unread: 'Neue Nachricht' },
  es: { open: 'Abrir el chat', close: 'Cerrar el chat', unread: 'Mensaje nuevo' },
}
