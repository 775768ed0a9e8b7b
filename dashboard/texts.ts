/** What the dashboard says. A text is written in the catalogue and read from here, so that another language is another catalogue. */
export { en as texts } from '../texts/dashboard/en.ts'
