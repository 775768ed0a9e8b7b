import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageOf, languages } from './languages.ts'
import { lines } from './lines.ts'
import { de } from './widget/de.ts'
import { en } from './widget/en.ts'
import { es } from './widget/es.ts'
import { launcherTexts } from './widget/launcher.ts'

type Texts = { [key: string]: string | Texts | ((...words: never[]) => string) }

/** Every text by its path; a text with gaps is filled with words that can be found in it again. */
function* spoken(texts: Texts, path = ''): Generator<[string, string]> {
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text === 'object') yield* spoken(text, `${path}${key}.`)
    else if (typeof text === 'string') yield [path + key, text]
    else {
      const gaps = ['«1»', '«2»'].slice(0, text.length)
      const said = text(...(gaps as never[]))
      for (const gap of gaps) assert.ok(said.includes(gap), `${path}${key} forgets what it was given: ${said}`)
      yield [path + key, said]
    }
  }
}

/** The same word in these languages. */
const alike = ['chat', 'no']
const launcher = Object.fromEntries(Object.entries(launcherTexts).map(([language, open]) => [language, { open }]))
const all = { widget: { en, de, es }, lines, launcher }

for (const [name, texts] of Object.entries(all) as [string, Record<string, Texts>][]) {
  test(`${name}: every language says everything, and says it in its own words`, () => {
    assert.deepEqual(Object.keys(texts).sort(), [...languages].sort())
    const english = new Map(spoken(texts.en!))
    for (const language of languages) {
      const said = [...spoken(texts[language]!)]
      assert.deepEqual(
        said.map(([path]) => path),
        [...english.keys()],
      )
      for (const [path, text] of said) {
        assert.ok(text.trim() === text && text.length > 1, `${language} ${path}`)
        assert.ok(
          language === 'en' || alike.includes(path) || text !== english.get(path),
          `${language} ${path} is English: ${text}`,
        )
      }
    }
  })
}

test("a page's language is found by its first part, and is English where we do not speak it", () => {
  const tags = ['de', 'DE-at', 'es_MX', ' es ', 'en-GB', 'fr', 'deutsch', '', '-', null, undefined]
  assert.deepEqual(tags.map(languageOf), ['de', 'de', 'es', 'es', 'en', 'en', 'en', 'en', 'en', 'en', 'en'])
})

test('numbers are written as the language writes them, and one is not many', () => {
  assert.deepEqual(
    [en.left(1), en.left(2), es.left(1), es.left(2)],
    ['1 character left', '2 characters left', 'Queda 1 carácter', 'Quedan 2 caracteres'],
  )
  assert.deepEqual(
    [en.tooLong(12_345), de.tooLong(12_345), es.tooLong(12_345)],
    ['12,345 characters too long', '12.345 Zeichen zu lang', 'Sobran 12.345 caracteres'],
  )
})
