import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWhisper } from './whisper.ts'

/** What a whisper makes the agent say, or the kinds of what it makes it do. */
function spoken(whisper: string): string {
  return readWhisper(whisper)
    .map((intent) => {
      if ('words' in intent && intent.words && intent.kind !== 'mention') return intent.words
      return 'about' in intent ? `${intent.kind}: ${intent.about}` : intent.kind
    })
    .join(' | ')
}

function reads(table: Record<string, string>) {
  for (const [whisper, meaning] of Object.entries(table)) assert.equal(spoken(whisper), meaning, whisper)
}

test('asking', () => {
  reads({
    'ask for the order number': 'Could you tell me your order number?',
    'Please ask them for their email and order number.': 'Could you tell me your email and order number?',
    'we need the order number': 'Could you tell me your order number?',
    'order number?': 'Could you tell me your order number?',
    'ask for a photo of the grinder': 'Could you send me a photo of the grinder?',
    'ask for more details': 'Could you give me more details?',
    'ask which plan she has': 'Could you tell me which plan you have?',
    'check if their subscription is paused': 'Could you tell me whether your subscription is paused?',
    'ask him to try again': 'Could you please try again?',
    'ask about her grinder': 'Could you tell me more about your grinder?',
  })
})

test('telling, with persons changed', () => {
  reads({
    'tell them we ship on Monday': 'We ship on Monday.',
    'tell him his order is on its way and he will get it tomorrow':
      'Your order is on its way and you will get it tomorrow.',
    'let the customer know that she has two weeks': 'You have two weeks.',
    'tell them their card was declined': 'Your card was declined.',
    'tell her to call her bank': 'Please call your bank.',
    'tell them not to open the motor': 'Please do not open the motor.',
    'remind them to unplug the grinder and keep it dry': 'Please unplug the grinder and keep it dry.',
    'tell them to store them in a jar': 'Please store them in a jar.',
    'tell them you will check with the warehouse': 'I will check with the warehouse.',
    'let them know I will call at 3pm': 'My colleague will call at 3pm.',
    'tell them: you can return it within 30 days': 'You can return it within 30 days.',
    'tell them the customer service team is closed on Sunday': 'The customer service team is closed on Sunday.',
    'mention that shipping is free over 35': 'Shipping is free over 35.',
  })
})

test('offering, thanking, tone and length', () => {
  reads({
    'offer a refund': 'We can offer you a refund.',
    'offer them 10% off their next order': 'We can offer you 10% off your next order.',
    'offer to replace it': 'We would be happy to replace it.',
    'give them a 20% discount code': 'We can offer you a 20% discount code.',
    'offer a human': 'If you would rather talk to a person, I can bring one in.',
    'thank them for their patience': 'Thank you for your patience.',
    'say sorry': 'apologise',
    'apologise, be softer': 'apologise | soften',
    'be nicer and shorter': 'soften | shorter',
    'keep it short': 'shorter',
    'Please apologize and offer a replacement': 'apologise | We can offer you a replacement.',
  })
})

test('steering what is looked up or left out', () => {
  reads({
    'mention the 30-day guarantee': 'mention: the 30-day guarantee',
    'explain how to pause': 'mention: how to pause',
    'point them to the Refunds article': 'point: Refunds',
    'send them the link to the warranty page': 'point: warranty',
    "don't mention discounts": 'avoid: discounts',
    'do not promise a refund': 'avoid: a refund',
    'they mean the Pro plan': 'search: the Pro plan',
    'she is asking about espresso': 'search: espresso',
    escalate: 'escalate',
    'hand this over to a human': 'escalate',
  })
})

test('what an operator thinks of a customer is never put into words for the customer', () => {
  for (const remark of [
    'this customer is rude',
    'offer a refund because this guy is a pain',
    'tell them they are rude',
    'ask for the order number, they are lying',
    'VIP customer, churn risk',
    'say sorry; he is drunk',
    'tell them we suspect fraud',
    'offer a refund, she is annoying',
    'I think this is a scam',
  ]) {
    const words = readWhisper(remark)
      .flatMap((intent) => ('words' in intent ? [intent.words ?? ''] : []))
      .join(' ')
    assert.doesNotMatch(words, /rude|pain|lying|vip|churn|drunk|fraud|annoying|scam/i, remark)
  }
  reads({
    'offer a refund because this guy is a pain': 'We can offer you a refund.',
    'this customer is rude': 'hint: this customer is rude',
  })
})

test('every whisper means something, even if only a hint', () => {
  for (const whisper of [
    'x',
    '30-day guarantee',
    'answer in German',
    '…and?',
    'ask',
    'tell them',
    'offer',
    "don't",
    'a'.repeat(5000),
    'tell '.repeat(800),
  ])
    assert.ok(readWhisper(whisper).length > 0, whisper.slice(0, 20))
})
