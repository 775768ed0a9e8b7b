import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { world, type World } from '../world.ts'
import { installed, run } from './registry.ts'

// What two generators make of the document that is served compiles in a strict project, and speaks with a Halo.

let w: World
let key: string
before(async () => {
  w = await world()
  key = (await w.program()).secret
})
after(() => w.close())

const strict = {
  compilerOptions: {
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    skipLibCheck: false,
    outDir: 'out',
    rootDir: '.',
    types: [],
    lib: ['es2023', 'dom', 'dom.iterable'],
  },
  include: ['*.ts', 'client'],
}

/** The document as it is served, in a project of its own. */
async function project(folder: string, program: string): Promise<void> {
  const document = await fetch(`${w.url}/api/v1/openapi.json`).then((response) => response.text())
  writeFileSync(join(folder, 'halo.json'), document)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(strict))
  writeFileSync(join(folder, 'program.ts'), program)
}

test('openapi-typescript: types that a strict project compiles with, and a client that asks with them', async (t) => {
  const packages = { 'openapi-typescript': '^7.0.0', 'openapi-fetch': '^0.17.0', typescript: '^5.9.0' }
  const folder = await installed(t, packages)
  if (!folder) return
  await project(
    folder,
    `import createClient from 'openapi-fetch'
import type { paths } from './halo.js'
const halo = createClient<paths>({ baseUrl: '${w.url}', headers: { authorization: 'Bearer ${key}' } })
const { data, error } = await halo.GET('/api/v1/conversations', { params: { query: { limit: 5 } } })
if (!data) throw new Error(error?.error.message)
const topics: (string | null)[] = data.conversations.map(({ topic }) => topic)
// @ts-expect-error There is no such field.
data.conversations.map(({ nonsense }) => nonsense)
if (!Array.isArray(topics)) throw new Error('no list')
`,
  )
  assert.equal(await run(folder, 'npx', 'openapi-typescript', 'halo.json', '-o', 'halo.d.ts'), null)
  assert.equal(await run(folder, 'npx', 'tsc'), null)
  assert.equal(await run(folder, process.execPath, 'out/program.js'), null)
})

test('openapi-ts: a client by the names of the routes, which a strict project compiles and asks with', async (t) => {
  const folder = await installed(t, { '@hey-api/openapi-ts': '^0.99.0', typescript: '^5.9.0' })
  if (!folder) return
  await project(
    folder,
    `import { createClient } from './client/client/index.js'
import { listConversations } from './client/index.js'
const client = createClient({ baseUrl: '${w.url}', headers: { authorization: 'Bearer ${key}' } })
const { data, error } = await listConversations({ client, query: { limit: 5 } })
if (!data) throw new Error(JSON.stringify(error))
const topics: (string | null)[] = data.conversations.map(({ topic }) => topic)
// @ts-expect-error There is no such field.
data.conversations.map(({ nonsense }) => nonsense)
if (!Array.isArray(topics)) throw new Error('no list')
`,
  )
  assert.equal(await run(folder, 'npx', 'openapi-ts', '-i', 'halo.json', '-o', 'client'), null)
  assert.equal(await run(folder, 'npx', 'tsc'), null)
  assert.equal(await run(folder, process.execPath, 'out/program.js'), null)
})
