/** Invented, a few lines of each set in its own format: what `--quick` runs with, where nothing is measured. */

const things = [
  'parcel',
  'grinder',
  'refund',
  'invoice',
  'account',
  'password',
  'voucher',
  'address',
  'order',
  'filter',
]
const asks = ['Where is my', 'I have lost my', 'Can I change the', 'Who pays for the', 'My friend wants a']
const ends = ['?', ' today?', ' from last week?', ', please?']

const utterances = things.flatMap((thing) =>
  asks.flatMap((ask) => ends.map((end) => ({ text: `${ask} ${thing}${end}`, category: thing }))),
)

const turn = (thing: string, place: number) => ({
  contexts: [
    { document_id: thing, text: `A ${thing} is found on the page of your ${thing}. It takes ${place} days.` },
  ],
  input: [
    { speaker: 'user', text: 'Hello' },
    { speaker: 'agent', text: 'Hello, what can I do?' },
    { speaker: 'user', text: `Where do I find my ${thing}?` },
  ],
  targets: [{ text: `On the page of your ${thing}.` }],
  answerability: [place % 3 ? 'ANSWERABLE' : 'UNANSWERABLE'],
})

const emotions = ['joy', 'anger', 'confusion', 'annoyance', 'neutral']
const comments = emotions.flatMap((emotion, label) =>
  things.map((thing) => `This ${thing} gives me ${emotion}\t${label}\tid`),
)

const pairs = [
  ...things.map((thing) => `C\tWhere is my ${thing}?\tI cannot find my ${thing}\tShow me the ${thing}`),
  ...things.map((thing) => `N\tHow is a ${thing} made?`),
  ...things.map(() => 'F\tWhat a fine day it is'),
]

export const samples: Record<string, string> = {
  'banking77/train.csv': ['text,category', ...utterances.map(({ text, category }) => `"${text}",${category}`)].join(
    '\n',
  ),
  'mtrag/ibmcloud.jsonl': things.map((thing, place) => JSON.stringify(turn(thing, place))).join('\n'),
  'support-paraphrases/pairs.tsv': pairs.join('\n'),
  'goemotions/labels.txt': emotions.join('\n'),
  'goemotions/train.tsv': comments.join('\n'),
  'goemotions/dev.tsv': comments.slice(0, 20).join('\n'),
}
