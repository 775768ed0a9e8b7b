import type { Language } from '../../texts/languages.ts'
import type { SmallTalk } from '../language/smalltalk.ts'
import type { Wanted } from '../knowledge/asked.ts'

/** What the built-in answerer says in its own words. Whatever it quotes stays in the language of its article. */
export interface Phrases {
  offers: string[]
  onTheirOwn: string
  unknowns: string[]
  coming: string[]
  fetching: string[]
  asked: string
  whatWentWrong: string
  whatAbout: string
  toldUs: string
  checking: string
  stillChecking: string
  /** A person talked with the visitor before, and their words are known. */
  readAlong: (by: string) => string
  personWrote: (by: string) => string
  small: Record<Exclude<SmallTalk, 'human'> | 'return', (name: string, agent: string) => string[]>
  yes: string
  no: string
  open: string
  /** What no article tells of what was asked. */
  lacking: Record<Wanted, string>
  notMentioned: (word: string) => string
  near: (title: string) => string
  above: string
  noMore: (title: string) => string
  sorry: (name: string) => string
  nothingFurther: string
  covers: (title: string) => string
  says: (title: string) => string[]
  which: (one: string, other: string) => string
}

const en: Phrases = {
  offers: [
    'Would you like me to get a person from our team?',
    'Shall I bring in a person from our team?',
    'Do you want me to get a person from our team?',
  ],
  onTheirOwn: 'A person from our team is there for you: choose “Talk to a human” in this chat.',
  unknowns: [
    "I can't find an answer to that in our articles, and I would rather not guess.",
    "That is not covered by anything I can look up, and I don't want to give you a wrong answer.",
    "I don't know that one; our articles say nothing about it.",
  ],
  coming: [
    'Of course. I am asking a person from our team to join us here.',
    'I will get a person from our team for you.',
  ],
  fetching: ['I am asking a person from our team to join us here.', 'I will get a person from our team for you.'],
  asked: 'A person from our team has been asked to join us here.',
  whatWentWrong: 'Tell me what went wrong; a person from our team can step in at any time.',
  whatAbout: 'What would you like to know about that?',
  checking: 'I am checking with a colleague.',
  stillChecking: 'I am still checking with a colleague.',
  toldUs: 'Thank you for telling me. What can I do for you?',
  readAlong: (by) => `I have read what you and ${by} wrote here, so you need not tell it again.`,
  personWrote: (by) => `${by} wrote:`,
  small: {
    return: () => ['I am with you again. Is there anything else I can do for you?'],
    bot: (_name, agent) => [
      `I am ${agent}, an AI agent. I answer from our articles, and a person from our team can step in at any time.`,
    ],
    thanks: () => [
      'You are welcome. Is there anything else I can do for you?',
      'Glad I could help. Is there anything else?',
      'My pleasure. Just write if anything else comes up.',
    ],
    goodbye: () => ['Goodbye, and thank you for writing.', 'Take care. You can write here any time.'],
    greeting: (name) => [`Hello${name}. How can I help you?`, `Hi${name}. What can I do for you?`],
    wellbeing: () => ['All well here, thank you. What can I do for you?'],
    present: () => ['Yes, I am here. What can I do for you?'],
    nice: () => [
      'Good to hear. Just write if anything else comes up.',
      'Glad to hear that. I am here if you need anything else.',
    ],
    praise: () => [
      'That is lovely to hear, thank you. I am here if you need anything.',
      'Thank you, that makes our day. Just write if there is anything I can do for you.',
    ],
    number: () => ['Thank you, I have that. What would you like to know about it?'],
    chatter: () => ['I am here if you need anything.', 'All right. Just write what I can do for you.'],
    yes: () => ['Good. What would you like to know?', 'All right. Tell me a little more, and I will look it up.'],
    no: () => ['All right. I am here if anything else comes up.', 'No problem. Just write if you need anything.'],
  },
  yes: 'Yes.',
  no: 'No.',
  open: 'It does not say yes or no to that outright.',
  lacking: {
    price: 'I find no price for that in our articles.',
    time: 'I find no time for that in our articles.',
    place: 'I find no place for that in our articles.',
    amount: 'I find no figure for that in our articles.',
    age: 'I find no age for that in our articles.',
    phone: 'I find no phone number for that in our articles.',
    email: 'I find no email address for that in our articles.',
    person: 'I find no name for that in our articles.',
    yesno: "I can't find a yes or no to that in our articles.",
    steps: "I can't find out from our articles how that is done.",
    other: "I can't find that in our articles.",
  },
  notMentioned: (word) => `Our articles say nothing about “${word}”.`,
  near: (title) => `What “${title}” says:`,
  above: 'As I wrote above:',
  noMore: (title) => `Our article “${title}” says no more than I have told you.`,
  sorry: (name) => `I am sorry about this${name}.`,
  nothingFurther: 'I find nothing in our articles that would help you further.',
  covers: (title) => `Our article “${title}” covers this.`,
  says: (title) => ['', `Here is what our article “${title}” says:`, `From “${title}”:`],
  which: (one, other) => `Is this about “${one}”, or about “${other}”?`,
}

const de: Phrases = {
  offers: [
    'Möchten Sie, dass ich jemanden aus unserem Team hole?',
    'Soll ich jemanden aus unserem Team dazuholen?',
    'Ich kann gern jemanden aus unserem Team holen.',
  ],
  onTheirOwn: 'Jemand aus unserem Team ist für Sie da: Wählen Sie in diesem Chat „Mit einem Menschen sprechen“.',
  unknowns: [
    'Dazu finde ich in unseren Artikeln keine Antwort, und raten möchte ich nicht.',
    'Dazu steht nichts in dem, was ich nachschlagen kann.',
  ],
  coming: ['Gern. Ich bitte jemanden aus unserem Team dazu.', 'Ich hole Ihnen jemanden aus unserem Team.'],
  fetching: ['Ich bitte jemanden aus unserem Team dazu.', 'Ich hole Ihnen jemanden aus unserem Team.'],
  asked: 'Jemand aus unserem Team ist schon gerufen.',
  whatWentWrong: 'Was ist schiefgegangen? Jemand aus unserem Team kann jederzeit dazukommen.',
  whatAbout: 'Was möchten Sie darüber wissen?',
  checking: 'Ich frage gerade jemanden aus dem Team.',
  stillChecking: 'Ich warte noch auf die Antwort aus dem Team.',
  toldUs: 'Danke, dass Sie mir das sagen. Was kann ich für Sie tun?',
  readAlong: (by) =>
    `Ich habe gelesen, was Sie und ${by} hier geschrieben haben; Sie müssen es nicht noch einmal erzählen.`,
  personWrote: (by) => `${by} hat geschrieben:`,
  small: {
    return: () => ['Ich bin wieder für Sie da. Kann ich noch etwas für Sie tun?'],
    bot: (_name, agent) => [
      `Ich bin ${agent}, ein KI-Agent. Ich antworte aus unseren Artikeln, und jemand aus unserem Team kann jederzeit dazukommen.`,
    ],
    thanks: () => ['Gern geschehen. Kann ich noch etwas für Sie tun?', 'Gern. Schreiben Sie, wenn noch etwas ist.'],
    goodbye: () => ['Auf Wiedersehen, und danke für Ihre Nachricht.'],
    greeting: (name) => [`Guten Tag${name}. Wie kann ich Ihnen helfen?`, `Hallo${name}. Was kann ich für Sie tun?`],
    wellbeing: () => ['Alles gut hier, danke. Was kann ich für Sie tun?'],
    present: () => ['Ja, ich bin da. Was kann ich für Sie tun?'],
    nice: () => ['Das freut mich. Schreiben Sie, wenn noch etwas ist.'],
    praise: () => ['Das freut uns sehr, danke. Ich bin da, wenn Sie etwas brauchen.'],
    number: () => ['Danke, das habe ich. Was möchten Sie dazu wissen?'],
    chatter: () => ['Ich bin da, wenn Sie etwas brauchen.'],
    yes: () => ['Gut. Was möchten Sie wissen?'],
    no: () => ['In Ordnung. Schreiben Sie, wenn noch etwas ist.'],
  },
  yes: 'Ja.',
  no: 'Nein.',
  open: 'Ein Ja oder Nein steht dazu nicht da.',
  lacking: {
    price: 'Einen Preis dafür finde ich in unseren Artikeln nicht.',
    time: 'Eine Zeit dafür finde ich in unseren Artikeln nicht.',
    place: 'Einen Ort dafür finde ich in unseren Artikeln nicht.',
    amount: 'Eine Zahl dazu finde ich in unseren Artikeln nicht.',
    age: 'Ein Alter dazu finde ich in unseren Artikeln nicht.',
    phone: 'Eine Telefonnummer dafür finde ich in unseren Artikeln nicht.',
    email: 'Eine E-Mail-Adresse dafür finde ich in unseren Artikeln nicht.',
    person: 'Einen Namen dazu finde ich in unseren Artikeln nicht.',
    yesno: 'Ein Ja oder Nein dazu finde ich in unseren Artikeln nicht.',
    steps: 'Wie das geht, finde ich in unseren Artikeln nicht.',
    other: 'Das finde ich in unseren Artikeln nicht.',
  },
  notMentioned: (word) => `Zu „${word}“ steht nichts in unseren Artikeln.`,
  near: (title) => `Das steht in „${title}“:`,
  above: 'Wie oben geschrieben:',
  noMore: (title) => `In unserem Artikel „${title}“ steht nicht mehr, als ich Ihnen gesagt habe.`,
  sorry: (name) => `Das tut mir leid${name}.`,
  nothingFurther: 'In unseren Artikeln finde ich nichts, was Ihnen weiterhilft.',
  covers: (title) => `Darum geht es in unserem Artikel „${title}“.`,
  says: (title) => ['', `Das steht in unserem Artikel „${title}“:`, `Aus „${title}“:`],
  which: (one, other) => `Geht es um „${one}“ oder um „${other}“?`,
}

const es: Phrases = {
  offers: ['¿Quiere que avise a una persona de nuestro equipo?', '¿Aviso a una persona de nuestro equipo?'],
  onTheirOwn: 'Una persona de nuestro equipo está a su disposición: elija «Hablar con una persona» en este chat.',
  unknowns: [
    'No encuentro una respuesta en nuestros artículos, y prefiero no adivinar.',
    'Nuestros artículos no dicen nada sobre eso.',
  ],
  coming: ['Por supuesto. Pido a una persona de nuestro equipo que se una.'],
  fetching: ['Pido a una persona de nuestro equipo que se una.'],
  asked: 'Ya hemos avisado a una persona de nuestro equipo.',
  whatWentWrong: '¿Qué ha pasado? Una persona de nuestro equipo puede intervenir en cualquier momento.',
  whatAbout: '¿Qué quiere saber sobre eso?',
  checking: 'Lo estoy consultando con una persona del equipo.',
  stillChecking: 'Sigo consultándolo con una persona del equipo.',
  toldUs: 'Gracias por contármelo. ¿Qué puedo hacer por usted?',
  readAlong: (by) => `He leído lo que usted y ${by} escribieron aquí; no hace falta que lo cuente otra vez.`,
  personWrote: (by) => `${by} escribió:`,
  small: {
    return: () => ['Estoy otra vez con usted. ¿Puedo hacer algo más por usted?'],
    bot: (_name, agent) => [
      `Soy ${agent}, un agente de IA. Respondo con nuestros artículos, y una persona de nuestro equipo puede intervenir en cualquier momento.`,
    ],
    thanks: () => ['De nada. ¿Puedo hacer algo más por usted?', 'Con mucho gusto. Escriba si necesita algo más.'],
    goodbye: () => ['Hasta luego, y gracias por escribir.'],
    greeting: (name) => [`Hola${name}. ¿En qué puedo ayudarle?`],
    wellbeing: () => ['Todo bien por aquí, gracias. ¿En qué puedo ayudarle?'],
    present: () => ['Sí, aquí estoy. ¿En qué puedo ayudarle?'],
    nice: () => ['Me alegro. Escriba si necesita algo más.'],
    praise: () => ['Nos alegra mucho, gracias. Aquí estoy si necesita algo.'],
    number: () => ['Gracias, lo tengo. ¿Qué quiere saber sobre eso?'],
    chatter: () => ['Aquí estoy si necesita algo.'],
    yes: () => ['Bien. ¿Qué quiere saber?'],
    no: () => ['De acuerdo. Escriba si necesita algo más.'],
  },
  yes: 'Sí.',
  no: 'No.',
  open: 'No dice claramente ni sí ni no.',
  lacking: {
    price: 'No encuentro ningún precio para eso en nuestros artículos.',
    time: 'No encuentro ningún plazo para eso en nuestros artículos.',
    place: 'No encuentro ningún lugar para eso en nuestros artículos.',
    amount: 'No encuentro ninguna cifra para eso en nuestros artículos.',
    age: 'No encuentro ninguna edad para eso en nuestros artículos.',
    phone: 'No encuentro ningún teléfono para eso en nuestros artículos.',
    email: 'No encuentro ningún correo para eso en nuestros artículos.',
    person: 'No encuentro ningún nombre para eso en nuestros artículos.',
    yesno: 'No encuentro un sí o un no en nuestros artículos.',
    steps: 'No encuentro en nuestros artículos cómo se hace.',
    other: 'No lo encuentro en nuestros artículos.',
  },
  notMentioned: (word) => `Nuestros artículos no dicen nada sobre «${word}».`,
  near: (title) => `Lo que dice «${title}»:`,
  above: 'Como escribí arriba:',
  noMore: (title) => `Nuestro artículo «${title}» no dice más de lo que le he contado.`,
  sorry: (name) => `Lo siento${name}.`,
  nothingFurther: 'No encuentro en nuestros artículos nada más que le ayude.',
  covers: (title) => `De eso trata nuestro artículo «${title}».`,
  says: (title) => ['', `Esto dice nuestro artículo «${title}»:`, `De «${title}»:`],
  which: (one, other) => `¿Se trata de «${one}» o de «${other}»?`,
}

export const phrases: Record<Language, Phrases> = { en, de, es }

const hints: Record<Exclude<Language, 'en'>, RegExp> = {
  de: /(?<![\p{L}])(?:ich|wir|ist|sind|nicht|und|oder|wie|wo|wann|was|warum|kann|können|der|die|das|den|dem|ein|eine|einen|mein|meine|für|mit|auf|habe|haben|hallo|danke|bitte|guten|gibt|es|sie|ihr|ihre|von|zu|zum|zur|bei|liefern|kostet)(?![\p{L}])/giu,
  es: /(?<![\p{L}])(?:hola|gracias|qué|cómo|cuándo|dónde|cuánto|cuál|puedo|puede|tengo|quiero|necesito|el|la|los|las|un|una|mi|mis|es|está|hay|por|para|con|de|del|y|en|no|sí|pedido|buenos|buenas)(?![\p{L}])/giu,
}
const english =
  /(?<![\p{L}])(?:the|is|are|and|or|how|where|when|what|why|can|could|i|my|we|you|your|do|does|to|for|with|of|in|a|an|it|have|not|please|thanks|hello)(?![\p{L}])/giu

const plainly: Record<Exclude<Language, 'en'>, RegExp> = {
  de: /(?<![\p{L}])(?:hallo|danke|bitte|guten (?:tag|morgen|abend)|tschüss|nein|moin|servus)(?![\p{L}])/iu,
  es: /(?<![\p{L}])(?:hola|gracias|buenos días|buenas tardes|buenas noches|adiós)(?![\p{L}])|[¿¡]/iu,
}

/** The language of a message, by its small words; English when in doubt. */
export function languageIn(text: string): Language {
  const said = text.slice(0, 500)
  const count = (form: RegExp) => new Set(said.toLowerCase().match(form)).size
  const known = count(english)
  const [best] = (Object.keys(hints) as Exclude<Language, 'en'>[])
    .map((language) => ({ language, met: count(hints[language]) + (plainly[language].test(said) ? 1 : 0) }))
    .sort((a, b) => b.met - a.met)
  return best && best.met >= 2 && best.met > known ? best.language : 'en'
}
