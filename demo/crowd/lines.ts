import type { Temper } from './dialogue.ts'

/** What visitors answer when a person of the team writes to them, in the order in which they say it. */
export const toPerson: Record<Temper, string[]> = {
  polite: [
    'Oh, hello. Thank you for taking the time.',
    'Yes, that is right. The order number is NW-20417.',
    'That is very kind. Thank you.',
  ],
  terse: ['ok', 'NW-31882', 'fine thx'],
  confused: [
    'Oh good, a person. I am still not sure what I have to do.',
    'Do you mean the number on the mail or the one on the box?',
    'I see. That makes sense now, thank you.',
  ],
  frustrated: [
    'Finally somebody. I have written twice already.',
    'NW-18830. It is the third time that I send it.',
    'OK. I hope that it works this time.',
  ],
  furious: [
    'About time! Do you know how long I have been waiting?',
    'I want this fixed today, not next week.',
    'We will see. I expect a mail this evening.',
  ],
  chatty: [
    'Oh, hi! Nice to meet a real person.',
    'Haha, yes, exactly that one. Number NW-27154.',
    'You are a star, thanks so much!',
  ],
  abroad: [
    'Hello, thank you that you come. My english is not so good.',
    'The number is NW-40093, I think.',
    'Very good, thank you much.',
  ],
}

/** What they say when they go without an answer. */
export const disappointed: Record<Temper, string[]> = {
  polite: [
    'I am afraid that did not answer it. I will write you a mail.',
    'It is not quite what I asked, but never mind.',
  ],
  terse: ['no', 'useless'],
  confused: ['I still don’t understand. I will ask my daughter.', 'I am more confused than before.'],
  frustrated: ['This did not help at all. I give up.', 'Still the same problem. Disappointing.'],
  furious: ['Useless. Absolutely useless!', 'Never again.'],
  chatty: [
    'Oh well, you did not know that one. I will try again tomorrow.',
    'Hm, that was not it. Have a nice day anyway.',
  ],
  abroad: ['I think you do not understand my question.', 'Is not the answer for my question, sorry.'],
}
