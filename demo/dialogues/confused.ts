import { askForPerson, comes, goTo, hesitate, lookAway, say, thank } from '../crowd/dialogue.ts'

export const confused = [
  comes(['confused', 'stranger'], 'plans', [
    say(
      'I am a bit lost. What is the difference between Solo and Duo? I don’t understand the page at all.',
      /one 250|two 250/i,
      'Sorry, I still do not get it. Which one is the small one?',
    ),
    hesitate(7),
    say(
      'Wait, so is it one bag every week or one bag a month? I’m confused.',
      /every one, two or four/i,
      'Hm, I still don’t know which one I need.',
    ),
    thank('Ah, that makes sense now. Thanks.'),
  ]),
  comes(
    ['confused', 'customer'],
    'payment',
    [
      say(
        'My bank shows two payments?? I don’t understand, did I order twice?',
        /reservation/i,
        'I don’t understand. Is one of them wrong?',
      ),
      lookAway(20),
      say(
        'What does reservation mean here? Is it charged or not?',
        /disappears|five working days/i,
        'I am not sure that I follow.',
      ),
    ],
    'silently',
  ),
  comes(['confused', 'stranger'], 'brewing', [
    say(
      'Which grind do I need for a French press? The packet says medium and your page says coarse, I am confused.',
      /coarse/i,
      'I can’t figure out which one is right.',
    ),
    say('How is that measured? Is there a number on the grinder?'),
    say('I don’t get it, sorry. What is a collar?', /collar/i, 'You lost me there.'),
    askForPerson(60, 'Is somebody there? I am not sure if I pressed the right thing.'),
  ]),
  comes(['confused', 'customer'], 'account', [
    say(
      'It says my account is locked. What does that mean? I don’t know what I did.',
      /30 minutes/i,
      'Huh? I only want to sign in.',
    ),
    goTo('signIn'),
    say(
      'Which link do I have to press, the one in the mail or the one on the page? I am lost.',
      /forgot|link/i,
      'I don’t see it anywhere. What am I missing?',
    ),
    thank('I found it, thank you for being patient.'),
  ]),
  comes(
    ['confused', 'stranger'],
    'checkout',
    [
      say(
        'Where do I even put the gift card code? I can’t find the field.',
        /gift card or discount/i,
        'I don’t see any field. Am I on the wrong page?',
      ),
      hesitate(5),
      say(
        'It says that the code can’t be combined, but it is not a discount? That makes no sense to me.',
        /not a discount|combined/i,
      ),
    ],
    'unload',
  ),
  comes(
    ['confused', 'customer'],
    'orders',
    [
      say(
        'The tracking page says delivered, but it is not here. What am I supposed to do now?',
        /order number|carrier/i,
        'I don’t understand what that has to do with it.',
      ),
      say('Which number is the order number? There are three on the mail.'),
      askForPerson(90),
    ],
    'silently',
  ),
]
