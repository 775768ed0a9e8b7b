/** The languages in which Halo speaks to visitors. To add one: its code here, a file beside `widget/en.ts`, and its lines in `lines.ts`; types and tests say what is missing. */
export const languages = ['en', 'de', 'es'] as const
export type Language = (typeof languages)[number]

/** `de` for "de-AT". English for nothing, for nonsense, and for every language that we do not speak. */
export function languageOf(tag: string | null | undefined): Language {
  const wanted = tag?.trim().toLowerCase().split(/[-_]/)[0]
  return languages.find((language) => language === wanted) ?? 'en'
}
