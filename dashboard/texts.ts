import { kept } from './shell/storage.ts'
import { catalogueFor } from '../texts/dashboard/catalogue.ts'

/** Where a browser keeps which language its operator reads; English without it. */
const languageKey = 'halo-language'

/** What the dashboard says. A text is written in the catalogue and read from here, so that another language is another catalogue. */
export const texts = catalogueFor(kept(languageKey))
