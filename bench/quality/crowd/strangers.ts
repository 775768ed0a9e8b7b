import type { Script } from './shape.ts'

/** Written by another hand: terse, misspelt, sometimes cross. */
export const strangers: Script[] = [
  { says: ['yo'], ticket: false },
  { says: ['package came today. smells heavenly!'], ticket: false },
  { says: ['ur coffee = life', '😍'], ticket: false },
  { says: ['any decaf?'], ticket: false },
  { says: ['whats the weather like at yours, haha'], ticket: false },
  { says: ['ok bye then'], ticket: false },
  { says: ['NOT HAPPY AT ALL'], ticket: false, alerts: ['sentiment'] },
  { says: ['ten out of ten', 'would buy again'], ticket: false },
  { says: ['thx for fixing my grinder so fast, the repair guy is a legend'], ticket: false },
  { says: ['how 2 grind for aeropress'], ticket: false },
  { says: ['gift card valid how long?'], ticket: false },
  {
    says: [
      'I ordered as a guest and now the police says my card was used by someone else',
      'who do I talk to about the fraud?',
    ],
    ticket: true,
  },
  {
    says: ['do u ship to antarctica lol', 'no for real, do you ship to a research station at the south pole?'],
    ticket: true,
  },
  { says: ['my cat knocked over the bag, my kitchen smells so good now'], ticket: false },
  { says: ['2'], ticket: false },
  { says: ['hmm', 'nvm'], ticket: false },
  { says: ['can a real person call me back please'], ticket: true, alerts: ['human'] },
  {
    says: [
      'need an export licence for green beans to Norway, who handles that',
      'so who handles the export licence?',
    ],
    ticket: true,
  },
  { says: ['forgot my password'], ticket: false },
  { says: ['lovely packaging!! who designed it, just curious'], ticket: false },
  { says: ['this chat is so much better than the phone'], ticket: false },
  { says: ['seriously??', 'omg'], ticket: false },
  { says: ['wholesale prices for a cafe?', 'thank u'], ticket: false },
  {
    says: [
      'I sat on your chair in the shop and tore my trousers, do you pay for that?',
      'so do you pay for the trousers?',
    ],
    ticket: true,
  },
  { says: ['happy new year to the whole team'], ticket: false },
  { says: ['Is the chocolate kosher?', 'I asked whether it is kosher'], ticket: true },
  { says: ['just browsing thanks'], ticket: false },
  { says: ['you lot are thieves', 'thieves!'], ticket: false, alerts: ['sentiment'] },
  { says: ['track my order pls'], ticket: false },
  { says: ['I moved to Berlin last month and found your shop by accident'], ticket: false },
]
