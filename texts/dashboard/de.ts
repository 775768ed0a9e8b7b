import { en, type Texts } from './en.ts'

/** A beginning: where it says nothing yet, it says it in English. */
export const de: Texts = {
  ...en,
  shell: { ...en.shell, inbox: 'Posteingang', completed: 'Abgeschlossen', allTickets: 'Alle Tickets' },
  session: { ...en.session, signIn: 'Anmelden' },
}
