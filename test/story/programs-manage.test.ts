import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { openSite } from '../site.ts'
import { eventually, world, type World } from '../world.ts'

// What a program does about the workspace itself, through the client that we give it.

let w: World
let halo: Awaited<ReturnType<World['program']>>['halo']
before(async () => {
  w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' }, overrides: { timing: { sweepIntervalMs: 30 } } })
  halo = (await w.program()).halo
})
after(() => w.close())

test('a person asks for what is theirs, then to be forgotten: a program does both, and the erasure has its name', async () => {
  await halo.putContact({ userId: 'jane' }, { traits: { name: 'Jane Doe' } })
  const id = newId()
  await halo.importConversation({
    id,
    userId: 'jane',
    messages: [{ from: 'visitor', text: 'My secret word is heliotrope', at: '2024-01-01T00:00:00Z' }],
  })
  const { contact } = await halo.getUser({ userId: 'jane' })
  const file = await halo.exportPerson({ id: contact.id })
  assert.equal(file.person.name, 'Jane Doe')
  assert.match(JSON.stringify(file), /heliotrope/)
  const { erasure } = await halo.erasePerson({ id: contact.id }, {})
  assert.equal(erasure.conversations, 1)
  await assert.rejects(halo.getUser({ userId: 'jane' }), { status: 404 })
  await assert.rejects(halo.getConversation({ id }), { status: 404 })
  await assert.rejects(halo.erasePerson({ id: contact.id }, {}), { status: 404 })
  assert.equal((await w.ada.call('GET /api/privacy')).erasures[0]!.id, erasure.id)
})

test('companies are told of and listed', async () => {
  await halo.putCompany({ companyId: 'acme' }, { traits: { name: 'Acme', plan: 'gold' } })
  await halo.putCompany({ companyId: 'acme' }, { traits: { plan: null, size: 7 } })
  const { company, traits } = await halo.getCompany({ companyId: 'acme' })
  assert.deepEqual([company.name, traits], ['Acme', { size: 7 }])
  await halo.putCompany({ companyId: 'berg' }, {})
  const first = await halo.listCompanies({ limit: 1 })
  const second = await halo.listCompanies({ limit: 1, cursor: first.next! })
  assert.deepEqual([...first.companies, ...second.companies].map(({ companyId }) => companyId).sort(), [
    'acme',
    'berg',
  ])
  await assert.rejects(halo.getCompany({ companyId: 'nobody' }), { status: 404 })
})

test('agents are made, changed and put away', async () => {
  const id = newId()
  await halo.createAgent({ id, name: 'Billing' })
  const { agent } = await halo.editAgent({ id }, { instructions: 'Be exact.', on: true })
  assert.deepEqual([agent.name, agent.instructions, agent.on], ['Billing', 'Be exact.', true])
  assert.equal((await halo.getAgent({ id })).agent.instructions, 'Be exact.')
  await halo.archiveAgent({ id })
  assert.ok((await halo.listAgents()).agents.some((one) => one.id === id && one.archivedAt !== null))
  await halo.unarchiveAgent({ id })
})

test('a source is added, read and removed', async () => {
  await using site = await openSite({
    '/help': '<title>Help</title><main><p>We ship to Norway in four days.</p></main>',
  })
  const id = newId()
  await halo.addSource({ id, kind: 'page', url: `${site.url}/help` })
  await eventually(async () => (await halo.getSource({ id })).source.state === 'ready', 'the page')
  assert.deepEqual(
    (await halo.getSource({ id })).pages.map(({ state }) => state),
    ['read'],
  )
  assert.ok((await halo.listSources()).sources.some((source) => source.id === id))
  await halo.removeSource({ id })
  await assert.rejects(halo.getSource({ id }), { status: 404 })
})
