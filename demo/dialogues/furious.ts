import { askForPerson, comes, hesitate, rate, say } from '../crowd/dialogue.ts'

export const furious = [
  comes(['furious', 'customer'], 'payment', [
    say(
      'You charged me TWICE and nobody answers my mails. This is unacceptable!!! I want my money back NOW!',
      /reservation|refund/i,
      'That is NOT an answer. Are you kidding me?',
    ),
    say('I am furious. Give me a real person, not a robot.'),
    askForPerson(75, 'This is a joke. I will dispute this with my bank.'),
  ]),
  comes(
    ['furious', 'customer'],
    'orders',
    [
      say(
        'THIRD time that my order is wrong. You people are incompetent, this is outrageous!',
        /order number|replace/i,
        'Don’t give me your standard nonsense!',
      ),
      say('I am done with you. Cancel everything, this is the worst shop ever.', /cancel/i),
      rate('down'),
    ],
    'unload',
  ),
  comes(
    ['furious', 'stranger'],
    'refunds',
    [
      say(
        'WHERE IS MY REFUND??? You promised it three weeks ago. Liars!',
        /five working days|refund/i,
        'I have heard that before. Pathetic.',
      ),
      hesitate(4),
      say('Absolutely ridiculous. I will take legal action if I do not see my money this week!!!'),
      askForPerson(60, 'Of course nobody is there. Disgraceful.'),
    ],
    'unload',
  ),
  comes(
    ['furious', 'customer'],
    'warranty',
    [
      say(
        'Your damn grinder nearly burnt my kitchen down. I am livid!!',
        /warranty|unplug/i,
        'Are you even reading what I write?!',
      ),
      askForPerson(100, 'How dare you keep me waiting with this!'),
      say('Unbelievable. You will hear from my lawyer.'),
    ],
    'silently',
  ),
  comes(['furious', 'customer'], 'plans', [
    say(
      'I cancelled and you STILL charged me. This is theft! I hate this!',
      /roasted|sent and charged/i,
      'Stop hiding behind your rules!',
    ),
    say('So it was roasted already. You could have said so BEFORE, this is ridiculous.'),
    say('Fine. Keep the coffee. Never again.'),
  ]),
  comes(
    ['furious', 'stranger'],
    'checkout',
    [
      say(
        'Your stupid checkout crashed for the fifth time and my cart is gone. What a shitty site!',
        /payment|checkout/i,
        'Useless. Absolutely useless!',
      ),
      askForPerson(50),
    ],
    'unload',
  ),
]
