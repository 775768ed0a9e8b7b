import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CallFilter } from './text-calls.ts'

function read(text: string, size: number) {
  const filter = new CallFilter()
  let said = ''
  for (let at = 0; at < text.length; at += size) said += filter.hear(text.slice(at, at + size))
  said += filter.end()
  return { said, calls: filter.calls.map(({ name, input }) => ({ name, input: JSON.parse(input) })) }
}

const call = [{ name: 'searchKnowledge', input: { query: 'refund days' } }]
const json = '{"name": "searchKnowledge", "arguments": {"query": "refund days"}}'
const written = [
  json,
  ` ${json} `,
  `[${json}]`,
  `\`\`\`json\n${json}\n\`\`\``,
  `\`\`\`\n${json}\n\`\`\``,
  `<tool_call>\n${json}\n</tool_call>`,
  `<function_call>${json}</function_call>`,
  `<tool_call>${json}`,
  `\`\`\`json\n${json}`,
  `<function=searchKnowledge>{"query": "refund days"}</function>`,
  `<tool_call><function=searchKnowledge>\n<parameter=query>\nrefund days\n</parameter>\n</function></tool_call>`,
  `<invoke name="searchKnowledge"><parameter name="query">refund days</parameter></invoke>`,
  `[TOOL_CALLS] [${json}]`,
  `[TOOL_CALLS]searchKnowledge[ARGS]{"query": "refund days"}`,
  `[searchKnowledge(query="refund days")]`,
  `searchKnowledge(query='refund days')`,
  `functions.searchKnowledge:0 {"query": "refund days"}`,
  `functionsearchKnowledge\n\`\`\`json\n{"query": "refund days"}\n\`\`\``,
  '{"tool": "searchKnowledge", "parameters": {"query": "refund days"}}',
  '{"type": "function", "function": {"name": "searchKnowledge", "arguments": "{\\"query\\": \\"refund days\\"}"}}',
  '{"tool_calls": [{"function": {"name": "searchKnowledge", "arguments": {"query": "refund days"}}}]}',
  '{"arguments": {"query": "refund days"}, "name": "searchKnowledge"}',
]

for (const size of [1, 3, 1000])
  test(`a call that is written as text is a call and never words, in pieces of ${size}`, () => {
    for (const text of written) {
      const { said, calls } = read(text, size)
      assert.equal(said.trim(), '', text)
      assert.deepEqual(calls, call, text)
    }
  })

test('words around a call stay', () => {
  for (const size of [1, 4, 1000]) {
    const { said, calls } = read(`One moment.\n\`\`\`json\n${json}\n\`\`\`\nI am looking.`, size)
    assert.equal(said.replace(/\s+/g, ' ').trim(), 'One moment. I am looking.')
    assert.deepEqual(calls, call)
  }
})

test('a call of a tool that there is none of is nothing, alone; a broken one too', () => {
  assert.equal(read('{"name": "getOrder", "arguments": {"id": 1}}', 1).said.trim(), '')
  assert.equal(read('```json\n{"name": "getOrder", "arguments": {"id": 1}}\n```', 3).said.trim(), '')
  assert.equal(read('{"name": "searchKnowledge", "argu', 1).said, '')
})

test('what an answer shows in braces, brackets, code or tags is words', () => {
  for (const text of [
    'Send {"name": "Jane", "plan": "team"} to us.',
    '```json\n{"price": 3, "name": "x"}\n```',
    'Call our API so:\n```json\n{"name": "getOrder", "arguments": {"id": 1}}\n```\nIt answers at once.',
    'Write `{` and `}`, or [1], or <b>bold</b>, or items[0].',
    'A function (of the kind) is { x | x > 0 }.',
    '```ts\nfunction f() { return {} }\n```',
    'The functions are searched.',
  ])
    for (const size of [1, 2, 1000]) assert.equal(read(text, size).said, text, `${text} by ${size}`)
})
