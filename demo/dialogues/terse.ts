import { comes, lookAway, rate, say, thank } from '../crowd/dialogue.ts'

export const terse = [
  comes(['terse', 'customer'], 'orders', [
    say('track order', /tracking/i, 'tracking link?'),
    say('link shows nothing', /24 hours/i, 'so?'),
    say('ok'),
  ]),
  comes(
    ['terse', 'stranger'],
    'checkout',
    [say('paypal?', /paypal/i, 'do you take paypal'), say('amex', /american express/i), thank('ok thx')],
    'unload',
  ),
  comes(
    ['terse', 'stranger'],
    'beans',
    [say('decaf caffeine how much', /0\.1/, 'decaf. caffeine.'), say('organic?', /organic/i), lookAway(40)],
    'silently',
  ),
  comes(['terse', 'customer'], 'plans', [
    say('cancel', /cancel/i, 'cancel subscription'),
    say('fee?', /without a fee|fee/i, 'is there a fee'),
    say('done'),
  ]),
  comes(
    ['terse', 'stranger'],
    'home',
    [say('ship to canada', /do not ship|other countries/i, 'canada. yes or no'), rate('down')],
    'unload',
  ),
  comes(['terse', 'customer'], 'account', [
    say('delete my account', /delete account|30 days/i),
    thank('ok thanks'),
  ]),
]
