import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Entry, Turn } from '../../server/models/model.ts'
import { Gathered } from '../../server/models/gathered.ts'
import { openModel } from '../../server/models/open-model.ts'
import { nothingTaught } from '../../server/teaching/read-taught.ts'
import { anthropicQuirks, startAnthropic, type AnthropicQuirk } from '../anthropic.ts'
import { matrix, modelServers } from '../model-servers.ts'
import { modelOf, startQuirks, type Quirk, type QuirkServer } from '../quirks.ts'

// Each server of the table in docs/models.md with each of its habits, as it is named in the settings: nobody reads what was thought, and an answer comes.

let server: QuirkServer
let claude: Awaited<ReturnType<typeof startAnthropic>>
before(async () => {
  server = await startQuirks()
  claude = await startAnthropic()
})
after(async () => {
  await server.close()
  await claude.close()
})

const said = (from: Entry['from'], text: string): Entry => ({ id: text, from, author: null, text, at: 0 })
/** Three rounds and a question, long enough for a small context. */
const history = [
  ...[1, 2, 3].flatMap((round) => [
    said('visitor', `${round}: ${'Where is my parcel? '.repeat(150)}`),
    said('ai', 'I look.'),
  ]),
  said('visitor', 'Where is my parcel?'),
]
const turn: Turn = {
  agent: { id: 'agent', name: 'Nora', instructions: 'Be brief.', goal: '', idealCustomer: '', boundaries: '' },
  history,
  whispers: [],
  taught: nothingTaught,
  visitor: { name: null, email: null },
  page: null,
  passages: [],
  search: () => [],
  find: async () => [],
  mayEscalate: true,
}

async function ask(model: string, url: string): Promise<Gathered> {
  const gathered = new Gathered()
  const opened = openModel({ model, url, key: 'k-1234567890', silenceMs: 5_000 })
  for await (const part of opened.reply(turn, AbortSignal.timeout(20_000))) gathered.hear(part)
  return gathered
}

function check(quirk: string, { text, human }: Gathered): void {
  assert.doesNotMatch(text, /SECRET|<\/?think|searchKnowledge|requestHuman|tool_call/)
  if (quirk.includes('person')) assert.notEqual(human, null)
  else assert.match(text, /^(It was (sent|found)|We sent it|Hello)/)
}

for (const [name, { vendor, path, quirks }] of Object.entries(modelServers))
  for (const quirk of quirks)
    test(`${name}: ${quirk}`, async () => {
      const root = server.url.replace(/\/v1$/, '')
      check(quirk, await ask(`${vendor}/${modelOf(quirk as Quirk)}`, `${root}${path}`))
      const { path: asked } = server.asked(quirk).at(-1)!
      const wanted = vendor === 'azure' && !path ? `/openai/deployments/${modelOf(quirk)}/` : path
      assert.ok(asked.startsWith(wanted), `${asked} begins with ${wanted}`)
    })

for (const quirk of Object.keys(anthropicQuirks) as AnthropicQuirk[])
  test(`Anthropic: ${quirk}`, async () => {
    const reply = await ask(`anthropic/${quirk.replaceAll(' ', '-')}`, claude.url)
    check(quirk, reply)
    if (quirk === 'plain') assert.deepEqual([reply.usage?.cached, reply.usage?.output], [1000, 80])
  })

test('the table in the documentation is what is tested here', () => {
  const page = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8')
  const table = matrix(Object.keys(anthropicQuirks))
  assert.ok(page.includes(table), `docs/models.md is to hold this table:\n\n${table}`)
})
