import type { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import { keyphrasesOf } from '../../server/language/keyphrase.ts'
import { readMoodByMeaning } from '../../server/language/mood.ts'
import { mean, share, type Row } from './row.ts'
import { conversationAuthors, readTable } from './sets.ts'

interface Conversation {
  mood: string
  topic: string
  messages: string
}

/** The running mood at the end of whole conversations, and whether their strongest phrase names what they are about where no article does. */
export async function measureConversations(encoder: Encoder): Promise<Row[]> {
  const rows: Row[] = []
  for (const cut of ['learned', 'unseen'] as const) {
    const all = conversationAuthors[cut].flatMap((author) => readTable<Conversation>(`moods/${author}.tsv`))
    const which = `${cut === 'learned' ? 'learned from' : 'not learned from'}: ${conversationAuthors[cut].join(', ')}`
    const moods: number[] = []
    for (const { mood, messages } of all) {
      const said = messages.split(' | ').map((text, place) => ({ id: String(place), text }))
      const { reading } = await readMoodByMeaning(said, (texts) => encoder.encode(texts))
      moods.push(Number(reading.mood === mood))
    }
    const named = all.filter(({ topic }) => topic !== '-')
    const phrases = named.map(({ topic, messages }) =>
      Number(new RegExp(topic, 'i').test(keyphrasesOf(messages.split(' | '))[0]?.title ?? '')),
    )
    rows.push(
      { what: `conversations, ${all.length} (${which}): mood`, target: '0.88', seen: share(mean(moods)) },
      {
        what: `conversations, ${named.length} (${which}): the phrase names the matter, without any article`,
        target: '–',
        seen: share(mean(phrases)),
      },
    )
  }
  return rows
}
