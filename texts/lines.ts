import type { Language } from './languages.ts'

export interface Lines {
  joined(person: string): string
  left(person: string, agent: string): string
  humanAsked: string
  /** Too many called for a person from this network: nobody was called. */
  tooManyAsk: string
  /** Nobody is on duty. `times` is what the workspace says of when it answers; it may be empty. */
  humanAskedLater(times: string): string
  /** Outside of business hours. */
  opensAgain(when: string): string
  /** The team is asked something; the visitor reads no more than this. */
  checking: string
  notAnsweredYet: string
  /** In place of an answer whose figures nobody gave the AI. */
  willBeChecked: string
  away(person: string, times: string): string
  awayOthersTold(person: string): string
  howToReachAPerson: string
  failed: string
}

/** What the server itself says in a conversation, for visitor and operator to read. */
export const lines: Record<Language, Lines> = {
  en: {
    joined: (person) => `${person} joined the conversation.`,
    left: (person, agent) => `${person} left. ${agent}, our AI assistant, is back with you.`,
    humanAsked: 'We have asked a person to join. Until then the assistant stays with you.',
    tooManyAsk:
      'Very many ask for a person right now, so nobody was called for you. Ask again in a few minutes; until then the assistant stays with you.',
    humanAskedLater: (times) =>
      `Nobody from the team is here right now; they know that you asked for a person. ${times || 'Somebody answers you here as soon as they are back.'} Until then the assistant stays with you.`,
    away: (person, times) =>
      `${person} is away right now. Your message is kept. ${times || 'Somebody answers you here as soon as they are back.'}`,
    opensAgain: (when) => `The team is back on ${when}.`,
    awayOthersTold: (person) =>
      `${person} is away right now. The rest of the team sees your message and answers you here.`,
    howToReachAPerson: 'To get a person, choose “Talk to a human” in this chat.',
    checking: 'I am checking with a colleague.',
    willBeChecked: 'I will have this checked. Ask me anything else meanwhile.',
    notAnsweredYet:
      'My colleague has not answered yet. I have noted your question for the team; ask me anything else meanwhile.',
    failed:
      'Sorry, the assistant cannot answer right now. Your message is kept. Would you like to talk to a person?',
  },
  de: {
    joined: (person) => `${person} ist jetzt in der Unterhaltung.`,
    left: (person, agent) =>
      `${person} hat die Unterhaltung verlassen. ${agent}, unser KI-Assistent, ist wieder für Sie da.`,
    humanAsked: 'Wir haben jemanden aus dem Team gerufen. Bis dahin bleibt der Assistent bei Ihnen.',
    tooManyAsk:
      'Gerade wollen sehr viele mit einem Menschen sprechen, darum wurde für Sie niemand gerufen. Fragen Sie in ein paar Minuten noch einmal; bis dahin bleibt der Assistent bei Ihnen.',
    humanAskedLater: (times) =>
      `Gerade ist niemand aus dem Team da; Ihr Wunsch nach einem Menschen ist vermerkt. ${times || 'Jemand antwortet Ihnen hier, sobald wieder jemand da ist.'} Bis dahin bleibt der Assistent bei Ihnen.`,
    away: (person, times) =>
      `${person} ist gerade nicht da. Ihre Nachricht ist gespeichert. ${times || 'Jemand antwortet Ihnen hier, sobald wieder jemand da ist.'}`,
    opensAgain: (when) => `Das Team ist wieder da: ${when}.`,
    awayOthersTold: (person) =>
      `${person} ist gerade nicht da. Die anderen aus dem Team sehen Ihre Nachricht und antworten Ihnen hier.`,
    howToReachAPerson: 'Einen Menschen erreichen Sie in diesem Chat über „Mit einem Menschen sprechen“.',
    checking: 'Ich frage gerade jemanden aus dem Team.',
    willBeChecked: 'Das lasse ich prüfen. Fragen Sie mich inzwischen gern etwas anderes.',
    notAnsweredYet:
      'Aus dem Team hat noch niemand geantwortet. Ihre Frage ist dort vermerkt; fragen Sie mich inzwischen gern etwas anderes.',
    failed:
      'Der Assistent kann gerade leider nicht antworten. Ihre Nachricht ist gespeichert. Möchten Sie mit einem Menschen sprechen?',
  },
  es: {
    joined: (person) => `${person} se ha unido a la conversación.`,
    left: (person, agent) => `${person} ha salido. ${agent}, nuestro asistente de IA, vuelve a estar con usted.`,
    humanAsked: 'Hemos pedido a una persona que se una. Hasta entonces, el asistente sigue con usted.',
    tooManyAsk:
      'Ahora mismo son muchos los que piden hablar con una persona, y no se ha avisado a nadie para usted. Vuelva a pedirlo dentro de unos minutos; hasta entonces, el asistente sigue con usted.',
    humanAskedLater: (times) =>
      `Ahora mismo no hay nadie del equipo; saben que ha pedido hablar con una persona. ${times || 'Alguien le responderá aquí en cuanto vuelva.'} Hasta entonces, el asistente sigue con usted.`,
    away: (person, times) =>
      `${person} no está ahora mismo. Su mensaje está guardado. ${times || 'Alguien le responderá aquí en cuanto vuelva.'}`,
    opensAgain: (when) => `El equipo vuelve el ${when}.`,
    awayOthersTold: (person) =>
      `${person} no está ahora mismo. El resto del equipo ve su mensaje y le responderá aquí.`,
    howToReachAPerson: 'Para hablar con alguien, elija «Hablar con una persona» en este chat.',
    checking: 'Lo estoy consultando con una persona del equipo.',
    willBeChecked: 'Haré que lo comprueben. Mientras tanto, pregúnteme cualquier otra cosa.',
    notAnsweredYet:
      'Mi equipo aún no ha respondido. He anotado su pregunta; mientras tanto, pregúnteme lo que quiera.',
    failed:
      'Lo sentimos, el asistente no puede responder ahora. Su mensaje está guardado. ¿Desea hablar con una persona?',
  },
}
