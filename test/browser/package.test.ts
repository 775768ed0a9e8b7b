import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, afterEach, before, test } from 'node:test'
import { build, type Rolldown } from 'vite'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'
import type { VisitorPage } from './visitor-page.ts'

let s: Stage
let site: string
before(async () => {
  s = await stage()
  site = await bundle(fileURLToPath(new URL('react-site.tsx', import.meta.url)))
})
afterEach(() => s.clear())
after(() => s.close())

/** What a customer's build makes of their site and the package, as it is published. */
async function bundle(entry: string): Promise<string> {
  const published = fileURLToPath(new URL('../../dist/sdk', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: [{ find: /^.*\/sdk\/react\.tsx$/, replacement: `${published}/react.js` }] },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'Site' } },
  })
  return (built as Rolldown.RolldownOutput[])[0]!.output[0].code.replaceAll('</script', '<\\/script')
}

const page = (script: string) =>
  s.site(`<!doctype html><html lang="en"><head><title>Shop</title></head><body><div id="root"></div>
  <script>window.halo = ${JSON.stringify({ url: `${s.world.url}/`, widgetKey: s.world.halo.widgetKey })}</script><script>${script}</script></body></html>`)

const set = (vic: VisitorPage, props: unknown) =>
  vic.page.evaluate((props) => (window as unknown as { setProps(props: unknown): void }).setProps(props), props)
const show = (vic: VisitorPage, on: boolean) =>
  vic.page.evaluate((on) => (window as unknown as { setShown(on: boolean): void }).setShown(on), on)
const about = (id: string) => s.world.ada.call('GET /api/conversations/:id/visitor', { params: { id } })
const help = (vic: VisitorPage) => vic.page.getByRole('button', { name: 'Help' })

test('a site written with React shows the chat, tells it what changes of its visitor, and hears what happens', async () => {
  const vic = await s.visitor({ address: await page(site) })
  await vic.open()
  await vic.say('Where do you ship?')
  await vic.answer(/./).nth(1).waitFor()
  await vic.page.locator('output').getByText('ready open ai').waitFor()
  await becomes(() => vic.page.locator('#halo-widget').count(), 1, 'once, however often React begins')

  await set(vic, {
    userId: 'u-1',
    userTraits: { name: 'Mara Lind' },
    companyId: 'acme',
    companyTraits: { name: 'Acme' },
    context: { cart: { label: 'Cart', value: 2 }, sync: { label: 'Sync', value: 'ok' } },
  })
  const told = await eventually(async () => {
    const now = await about(vic.id)
    return now.context.length === 2 && now
  }, 'what the page rendered')
  assert.deepEqual([told.contact?.name, told.claimedCompany?.companyId], ['Mara Lind', 'acme'])
  await vic.mine('Where do you ship?').waitFor()
  await set(vic, {
    userId: 'u-1',
    userTraits: { name: 'Mara Lind', seats: 3 },
    companyId: 'acme',
    companyTraits: { name: 'Acme' },
    context: { cart: { label: 'Cart', value: 3 } },
  })
  await eventually(async () => {
    const { context, traits } = await about(vic.id)
    return context.length === 1 && context[0]!.value === 3 && traits.seats === 3
  }, 'what has changed since')
})

test('who signs out leaves nothing behind, and who takes the chat off the page takes it off', async () => {
  const vic = await s.visitor({ address: await page(site) })
  await set(vic, { userId: 'u-2' })
  await help(vic).click()
  await vic.panel.waitFor()
  await vic.say('My secret question')
  await vic.mine('My secret question').waitFor()
  await set(vic, {})
  await vic.panel.waitFor({ state: 'detached' })
  await help(vic).click()
  await vic.panel.waitFor()
  assert.equal(await vic.mine('My secret question').count(), 0)

  await show(vic, false)
  await vic.page.locator('#halo-widget').waitFor({ state: 'detached' })
  assert.equal(await help(vic).isDisabled(), true)
  await show(vic, true)
  await vic.launcher.waitFor()
})

test('a Halo that is away is told to the site, which stays whole', async () => {
  const vic = await s.visitor({
    address: await page(site),
    prepare: (page) => page.route('**/widget.js', (route) => route.abort()),
  })
  await vic.page.locator('output').getByText('could not be fetched').waitFor()
  await becomes(() => vic.page.getByRole('heading', { name: 'Shop' }).isVisible(), true)
})

test('the package that Halo serves installs, without a network, and holds the chat, the component and the API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halo-site-'))
  try {
    const [file] = globSync(fileURLToPath(new URL('../../dist/packages/*.tgz', import.meta.url)))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    execFileSync('npm', ['install', '--offline', '--silent', '--legacy-peer-deps', file!], { cwd: folder })
    const said = execFileSync(
      process.execPath,
      [
        '-e',
        "for (const part of ['halo-widget', 'halo-widget/api']) console.log(...Object.keys(await import(part)))",
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    assert.match(said, /initHalo.*loadHalo/s)
    assert.match(said, /connectHalo/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
