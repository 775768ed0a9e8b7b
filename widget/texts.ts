import { languageOf, type Language } from '../texts/languages.ts'
import { en, type WidgetTexts } from '../texts/widget/en.ts'

/** What the panel says, in the language of the page once `speak` has fetched it. */
export let texts: WidgetTexts = en
export let language: Language = 'en'

const others: Record<Exclude<Language, 'en'>, () => Promise<WidgetTexts>> = {
  de: async () => (await import('../texts/widget/de.ts')).de,
  es: async () => (await import('../texts/widget/es.ts')).es,
}

/** Before the panel is drawn. A language that cannot be fetched leaves English: better than no chat. */
export async function speak(wanted: string | undefined): Promise<void> {
  language = languageOf(wanted)
  texts = language === 'en' ? en : await others[language]().catch(() => en)
}
