import { askForPerson, comes, hesitate, lookAway, rate, say, thank } from '../crowd/dialogue.ts'

export const frustrated = [
  comes(
    ['frustrated', 'customer'],
    'orders',
    [
      say(
        'My parcel is late again. I have been waiting for nine days now and the tracking does not move. This is really disappointing.',
        /order number|carrier/i,
        'That is not helpful. I want to know where it is.',
      ),
      say('I already sent my order number twice. Nobody answers.'),
      askForPerson(80, 'Still waiting. This is frustrating.'),
    ],
    'silently',
  ),
  comes(['frustrated', 'customer'], 'warranty', [
    say(
      'The grinder broke after five months. I am quite annoyed, it was not cheap.',
      /warranty|two years/i,
      'That does not help me at all.',
    ),
    say(
      'I tried that already and it still does not work.',
      /warranty|thermal|unplug/i,
      'I have done all of this already. It is broken.',
    ),
    hesitate(8),
    say('So I have to pack it up myself and wait two weeks? That is disappointing.'),
    rate('down'),
  ]),
  comes(
    ['frustrated', 'stranger'],
    'signIn',
    [
      say(
        'The password mail never arrives. I tried four times, this is so annoying.',
        /spam/i,
        'I have looked there already.',
      ),
      say('It is not in the spam folder either. I am wasting my whole evening here.'),
      askForPerson(60, 'Is anybody there at all?'),
    ],
    'unload',
  ),
  comes(['frustrated', 'customer'], 'payment', [
    say(
      'My card was declined again although there is nothing wrong with it. Why does this keep failing?',
      /expired|limit|bank/i,
      'My bank says that it is your side that fails.',
    ),
    lookAway(25),
    say('Still the same problem. This is getting tedious.'),
    rate('down'),
  ]),
  comes(['frustrated', 'customer'], 'beans', [
    say(
      'The last two bags tasted stale and one was damaged. I am disappointed, I have been with you for years.',
      /replace|photo|refund/i,
      'And what are you going to do about it?',
    ),
    say('Do I really have to send a photo for every bag?', /photo/i),
    say('Fine. I have sent it. Thank you.'),
  ]),
  comes(['frustrated', 'stranger'], 'brewing', [
    say(
      'Whatever I do, the coffee tastes bitter. I have wasted half a bag already, so annoying.',
      /coarser|grind/i,
      'I have tried that. Not better.',
    ),
    hesitate(6),
    thank('OK, coarser worked. That is much better, thanks.'),
    rate('up'),
  ]),
]
