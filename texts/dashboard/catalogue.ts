import { de } from './de.ts'
import { en, type Texts } from './en.ts'

const catalogues: Record<string, Texts> = { en, de }

/** English for every language that the dashboard does not speak. */
export const catalogueFor = (language: string | null): Texts => catalogues[language ?? 'en'] ?? en
