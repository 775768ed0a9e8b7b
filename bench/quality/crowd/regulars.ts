import type { Script } from './shape.ts'

/** Written as customers of a small roastery talk. */
export const regulars: Script[] = [
  { says: ["just wanted to say the Yirgacheffe arrived and it's amazing"], ticket: false },
  { says: ['killer coffee, my wife is addicted', 'lol ok'], ticket: false },
  { says: ['hello Otto'], ticket: false },
  { says: ['hi there', 'how are you today?'], ticket: false },
  { says: ['Thanks for the quick delivery last week, you guys rock!!', 'no, that was all'], ticket: false },
  { says: ['4711'], ticket: false },
  { says: ['wow', 'just wow'], ticket: false },
  { says: ['I am furious', 'this is unbelievable'], ticket: false, alerts: ['sentiment'] },
  { says: ['How long does shipping to Austria take?'], ticket: false },
  { says: ['what is your refund policy', 'great, thank you'], ticket: false },
  { says: ['Can I pause my subscription over the holidays?', 'perfect, thanks'], ticket: false },
  { says: ['Which payment methods do you accept?', 'ok cool'], ticket: false },
  { says: ['Do you repair espresso machines of other brands?', 'but can you fix my Gaggia or not?'], ticket: true },
  { says: ['is there parking at your cafe in Lisbon', 'Is there parking or not?'], ticket: true },
  { says: ['I want to talk to a human'], ticket: true, alerts: ['human'] },
  {
    says: ['My invoice shows a VAT number that belongs to another company', 'whose VAT number is on my invoice?'],
    ticket: true,
  },
  { says: ['do you offer barista courses for teenagers', 'yes please'], ticket: true, alerts: ['human'] },
  { says: ['haha your bot is funny'], ticket: false },
  { says: ['first time here, nice website'], ticket: false },
  { says: ['We drink your Harbour blend every morning before the kids wake up'], ticket: false },
  { says: ['asdf', 'test'], ticket: false },
  { says: ['🙏🙏🙏'], ticket: false },
  { says: ['jane.miller@example.com'], ticket: false },
  { says: ['You people are useless!!!', 'get me a manager now'], ticket: true, alerts: ['sentiment', 'human'] },
  { says: ['Good morning', 'Where is my order?', 'thanks!'], ticket: false },
  { says: ['no worries, I found it myself'], ticket: false },
  {
    says: ['The grinder does not start, what can I do?', 'ah the burr was loose. it works, thanks'],
    ticket: false,
  },
  { says: ['How do I change my delivery address?'], ticket: false },
  {
    says: ['Would you sponsor our school fair in June?', 'can somebody decide about the sponsoring?'],
    ticket: true,
  },
  { says: ['best beans in town, five stars from me', 'have a nice weekend'], ticket: false },
]
