import type { Language } from './languages.ts'

export interface Lines {
  joined(person: string): string
  left(person: string, agent: string): string
  humanAsked: string
  howToReachAPerson: string
  failed: string
}

/** What the server itself says in a conversation, for visitor and operator to read. */
export const lines: Record<Language, Lines> = {
  en: {
    joined: (person) => `${person} joined the conversation.`,
    left: (person, agent) => `${person} left. ${agent}, our AI assistant, is back with you.`,
    humanAsked: 'We have asked a person to join. Until then the assistant stays with you.',
    howToReachAPerson: 'To get a person, choose “Talk to a human” in this chat.',
    failed:
      'Sorry, the assistant cannot answer right now. Your message is kept. Would you like to talk to a person?',
  },
  de: {
    joined: (person) => `${person} ist jetzt in der Unterhaltung.`,
    left: (person, agent) =>
      `${person} hat die Unterhaltung verlassen. ${agent}, unser KI-Assistent, ist wieder für Sie da.`,
    humanAsked: 'Wir haben jemanden aus dem Team gerufen. Bis dahin bleibt der Assistent bei Ihnen.',
    howToReachAPerson: 'Einen Menschen erreichen Sie in diesem Chat über „Mit einem Menschen sprechen“.',
    failed:
      'Der Assistent kann gerade leider nicht antworten. Ihre Nachricht ist gespeichert. Möchten Sie mit einem Menschen sprechen?',
  },
  es: {
    joined: (person) => `${person} se ha unido a la conversación.`,
    left: (person, agent) => `${person} ha salido. ${agent}, nuestro asistente de IA, vuelve a estar con usted.`,
    humanAsked: 'Hemos pedido a una persona que se una. Hasta entonces, el asistente sigue con usted.',
    howToReachAPerson: 'Para hablar con alguien, elija «Hablar con una persona» en este chat.',
    failed:
      'Lo sentimos, el asistente no puede responder ahora. Su mensaje está guardado. ¿Desea hablar con una persona?',
  },
}
