import { askForPerson, comes, hesitate, lookAway, rate, say, thank } from '../crowd/dialogue.ts'

/** English as a second language, and other languages altogether. */
export const abroad = [
  comes(['abroad', 'stranger'], 'shipping', [
    say(
      'Hello, I am from Norway. You make shipping to here? How much days?',
      /norway|four to seven/i,
      'Excuse me, my question is for the Norway.',
    ),
    say('And the customs, who is paying?'),
    thank('Ok thank you, is clear now.'),
  ]),
  comes(['abroad', 'customer'], 'account', [
    say('Guten Tag, ich kann mich nicht mehr anmelden. Das Passwort wird nicht angenommen.'),
    say(
      'Sorry. I can not log in, the password is not accepted.',
      /forgot password|locked/i,
      'I do not understand your answer, sorry.',
    ),
    thank('Danke, jetzt geht es.'),
  ]),
  comes(
    ['abroad', 'stranger'],
    'checkout',
    [
      say(
        'Bonjour, est-ce que vous livrez en France ? Combien de temps ?',
        /europe|four to seven/i,
        'Delivery to France, is possible?',
      ),
      thank('Merci beaucoup, c’est parfait.'),
    ],
    'unload',
  ),
  comes(
    ['abroad', 'customer'],
    'orders',
    [
      say(
        'Hola, mi pedido llegó roto. ¿Qué hago?',
        /photo|damaged/i,
        'My package arrived broken. What I must to do?',
      ),
      hesitate(6),
      say('Where I send the photo? I am sad, it was a gift.', /photo|order number/i),
      askForPerson(70, 'Por favor, ¿hay alguien?'),
    ],
    'silently',
  ),
  comes(['abroad', 'customer'], 'plans', [
    say(
      'Olá, I want to stop the subscription for the vacation, how I do?',
      /pause/i,
      'Only for some weeks, not for always.',
    ),
    lookAway(25),
    thank('Obrigada! It works very good.'),
    rate('up'),
  ]),
  comes(['abroad', 'stranger'], 'brewing', [
    say('コーヒーの挽き方を教えてください。'),
    say('Sorry, how fine I must grind for the pour-over?', /coarse sand|finer/i, 'For the filter coffee, please.'),
    thank('Thank you very much, I try it.'),
  ]),
]
