import { comes, goTo, hesitate, lookAway, rate, say, thank } from '../crowd/dialogue.ts'

export const chatty = [
  comes(['chatty', 'customer'], 'home', [
    say(
      'Hi! Just wanted to say that the Harbour blend is amazing, my whole family loves it. You made our mornings so much better.',
    ),
    say('Is it organic, by the way? My neighbour asked.', /organic/i, 'Ah well, she will drink it anyway.'),
    thank('Brilliant. Thank you, you are a star, and greetings to the roastery!'),
    rate('up'),
  ]),
  comes(['chatty', 'customer'], 'brewing', [
    say(
      'Hello hello! So, I got an espresso machine for my birthday, isn’t that great? How much coffee do I take for one espresso?',
      /18 g/i,
      'I mean for one espresso, from the machine.',
    ),
    hesitate(6),
    say(
      'And how long should it run? Mine is through in ten seconds, haha.',
      /25 to 30|finer/i,
      'I will just play with it then, that is half the fun.',
    ),
    say('Fantastic, finer it is. I love how easy this is!'),
    rate('up'),
  ]),
  comes(['chatty', 'stranger'], 'grinders', [
    say(
      'Hey, lovely site. I am thinking of buying my first grinder and I know nothing about them, can you tell me about the warranty?',
      /two years/i,
      'How long is the warranty, I mean?',
    ),
    goTo('warranty'),
    say('Oh nice. And do you repair them afterwards as well? I like things that last.', /repair/i),
    lookAway(20),
    thank('Super, I am sold. Thanks a lot, this was fun!'),
  ]),
  comes(['chatty', 'customer'], 'orders', [
    say('Good evening! My parcel came today, a day early, wow. The box was so nicely packed, great job everyone.'),
    say(
      'One more thing, how do I keep the beans fresh? In the fridge like my grandmother did?',
      /fridge|dry/i,
      'I will keep them in the bag for now.',
    ),
    thank('Good to know, grandma was wrong then, haha. Thank you!'),
  ]),
  comes(['chatty', 'stranger'], 'beans', [
    say('Hi, are you a robot or a person? Just curious, you answer so quickly!'),
    say(
      'Impressive! Are there nuts or milk in your coffee? My daughter has an allergy.',
      /traces|nuts/i,
      'It is about nuts.',
    ),
    hesitate(5),
    thank('Very helpful, thank you. I will take the Fjord then.'),
  ]),
  comes(['chatty', 'customer'], 'plans', [
    say(
      'Hello again, it is me. We have a baby now, so we need much more coffee, haha. Can I change my plan to Pro?',
      /change the plan/i,
      'To the big one, I mean.',
    ),
    say('Oh that was easy. And shipping is still free?', /free/i),
    thank('You are wonderful, thanks!'),
    rate('up'),
  ]),
]
