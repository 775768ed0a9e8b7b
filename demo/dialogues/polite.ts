import { askForPerson, comes, goTo, hesitate, lookAway, rate, say, thank } from '../crowd/dialogue.ts'

export const polite = [
  comes(['polite', 'customer'], 'shipping', [
    say(
      'Good morning. Could you tell me how long shipping to Denmark takes, please?',
      /four to seven/i,
      'Thank you, though I meant delivery to another country of Europe.',
    ),
    hesitate(6),
    say('And what would it cost for two bags?', /\d/, 'No problem, I will look at the checkout.'),
    thank('Lovely, that is exactly what I needed. Thank you so much.'),
    rate('up'),
  ]),
  comes(['polite', 'customer'], 'plans', [
    say(
      'Hello, we are away for three weeks in July. How do I pause my subscription?',
      /pause/i,
      'I would only like to pause it, not to change it.',
    ),
    thank('Wonderful, I found the button. Thanks for the quick help!'),
    rate('up'),
  ]),
  comes(['polite', 'stranger'], 'gifts', [
    say(
      'Hi there, do you have gift cards? It is for my sister.',
      /between 10 and 200/i,
      'I am looking for a gift card, if you have them.',
    ),
    say('How long is a gift card valid?', /three years/i, 'I will look at the card itself then.'),
    thank('Perfect, thank you.'),
  ]),
  comes(['polite', 'customer'], 'orders', [
    say(
      'Hello, I would like to change the delivery address of my next order, please.',
      /address/i,
      'It is the address that I would like to change.',
    ),
    say('It says that the order has been roasted already. Can it still be changed?', /carrier|roasted/i),
    askForPerson(70, 'No hurry, I will wait a little longer.'),
    say('Thank you, I will write again tomorrow.'),
  ]),
  comes(['polite', 'stranger'], 'business', [
    say('Good afternoon. We are a small office of twelve people. Do you deliver to offices?', /5 kg|wholesale/i),
    goTo('plans'),
    say('Would the Pro plan be enough for us?', /1 kg/i, 'I understand, thank you all the same.'),
    lookAway(30),
    thank('That helps a lot. Have a lovely day.'),
  ]),
  comes(['polite', 'customer'], 'payment', [
    say('Could I have an invoice with our VAT number on it, please?', /VAT/i, 'It would be for our accountant.'),
    hesitate(4),
    thank('Great, got it. Many thanks.'),
    rate('up'),
  ]),
]
