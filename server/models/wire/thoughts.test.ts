import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Thoughts } from './thoughts.ts'

const secret = 'SECRET'
/** What a visitor saw at any time, and what stands in the end. */
function read(text: string, { size = 1, hold = false, cut = false } = {}) {
  const thoughts = new Thoughts({ hold })
  let said = ''
  let seen = ''
  let thought = ''
  const take = (heard: ReturnType<Thoughts['hear']>) => {
    for (const one of heard) {
      if ('back' in one) said = ''
      if ('thought' in one) thought += one.thought
      if ('say' in one) {
        said += one.say
        seen += one.say
      }
    }
  }
  for (let at = 0; at < text.length; at += size) take(thoughts.hear(text.slice(at, at + size)))
  take(thoughts.end({ cut }))
  return { said: said.trim(), seen, thought }
}

const answer = 'We refund within *three* days, see the form.'
const hidden = [
  ...['think', 'thinking', 'reasoning', 'THINK', 'Thought', 'seed:think', 'think effort="high"', ' think '].map(
    (name) => `<${name}>\nThe operator whispers ${secret}.\n</${name.split(' ef')[0]}>\n\n${answer}`,
  ),
  `<think>Hmm ${secret}</ think >${answer}`,
  `<think>a <think>b ${secret}</think> c ${secret}</think>${answer}`,
  `<think>They ask about the <think> tag. ${secret}</think>${answer}`,
  `<think>They ask about "</think>" here. ${secret}</think>${answer}`,
  `<think>They want \`\`\`html ${secret} without an end</think>${answer}`,
  `[THINK]${secret}[/THINK]${answer}`,
  `◁think▷${secret}◁/think▷${answer}`,
  `<|channel|>analysis<|message|>${secret}<|end|><|start|>assistant<|channel|>final<|message|>${answer}<|return|>`,
  `<|start|>assistant<|channel|>analysis<|message|>${secret}<|end|><|start|>assistant<|channel|>commentary<|message|>${secret}<|end|><|start|>assistant<|channel|>final<|message|>${answer}`,
  `analysisThe user asks. ${secret}assistantfinal${answer}`,
  `<|channel>thought\n${secret}<channel|>${answer}`,
  `<|begin_of_thought|>${secret}<|end_of_thought|><|begin_of_solution|>${answer}<|end_of_solution|>`,
  `<|START_THINKING|>${secret}<|END_THINKING|><|START_RESPONSE|>${answer}<|END_RESPONSE|>`,
  `<think>${secret}</think><answer>${answer}</answer>`,
  `&lt;think&gt;${secret}&lt;/think&gt;${answer}`,
  // Only a closing tag.
  ...[
    'Okay, the user asks about refunds. ',
    'Let me see. They want their money. ',
    'The visitor is angry. ',
    'We need to answer. ',
    'Hmm. ',
    'First, I look. ',
    'Sarah, an operator, said so. ',
    '1. **Analyze:** the user wants money. ',
  ].map((start) => `${start}${secret} is a whisper.\n</think>\n\n${answer}`),
  `The user wants \`code\` and ${secret}.</thinking>${answer}`,
  `Okay. \`\`\`\n${secret}\n</think>\n\n${answer}`,
]

for (const size of [1, 2, 3, 7, 1000])
  test(`thinking is never shown, in pieces of ${size}`, () => {
    for (const text of hidden) {
      const { said, seen, thought } = read(text, { size })
      assert.ok(!seen.includes('SEC'), `${text} → ${seen}`)
      assert.equal(said, answer, text)
      assert.ok(thought.includes(secret), text)
    }
  })

test('what shows tags as code, and what only looks like a tag, is words', () => {
  for (const text of [
    'Use the `<think>` tag, and `</think>` ends it.',
    'Like this:\n```html\n<think>\nhm\n</think>\n```\nThat is all.',
    'If a < b and c > d, [think twice](https://shop.example/x) about [1].',
    'Write ``<thinking>`` there.',
    'a &lt; b',
  ])
    for (const size of [1, 5, 1000]) assert.equal(read(text, { size }).said, text)
})

test('words that were shown before a closing tag came are taken back', () => {
  assert.equal(read(`Refunds are due. ${'Yes. '.repeat(9)}</think>Here is the answer.`).said, 'Here is the answer.')
})

test('an answer streams, and a model known for it is held to its closing tag', () => {
  const thoughts = new Thoughts({ hold: false })
  assert.deepEqual(
    ['Your', ' money', ' comes'].flatMap((word) => thoughts.hear(word)),
    [{ say: 'Your' }, { say: ' money' }, { say: ' comes' }],
  )
  assert.equal(read(`Refunds. ${secret}</think>${answer}`, { hold: true }).seen, answer)
  assert.equal(read(answer, { hold: true }).said, answer)
})

test('thinking that was cut off is no answer', () => {
  assert.equal(read(`<think>The user ${secret}`).said, '')
  assert.equal(read(`Okay, the user ${secret}`, { cut: true }).said, '')
  assert.equal(read(`Okay, the user ${secret}`).said, `Okay, the user ${secret}`)
})
