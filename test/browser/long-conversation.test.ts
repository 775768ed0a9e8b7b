import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ stretch: { entries: 20, characters: 100_000 } })
})
afterEach(() => s.clear())
after(() => s.close())

const words = 'which takes a few lines of the panel, so that there is something to scroll through. '.repeat(3)

/** Ada writes forty numbered lines. */
async function written() {
  const { vic, ada } = await s.watched()
  await s.world.ada.takeOver(vic.id)
  for (let place = 1; place <= 40; place++) await s.world.ada.reply(vic.id, `Line ${place}, ${words}`)
  await vic.line('Line 40,').waitFor()
  return { vic, ada }
}

const placesOf = async (log: Locator) =>
  (await log.innerText()).match(/Line (\d+),/g)?.map((line) => Number(line.slice(5, -1))) ?? []
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, place) => first + place)

test('a visitor sees the end of a long conversation, and goes back in it without losing the place', async () => {
  const { vic } = await written()
  await vic.page.reload()
  await vic.line('Line 40,').waitFor()
  assert.deepEqual(await placesOf(vic.log), from(21, 40))
  const earlier = vic.log.getByRole('button', { name: 'Earlier messages' })
  await earlier.scrollIntoViewIfNeeded()
  const top = () => vic.line('Line 21,').evaluate((line) => Math.round(line.getBoundingClientRect().top))
  const before = await top()
  await earlier.click()
  await becomes(async () => (await placesOf(vic.log)).join(), from(1, 40).join())
  await becomes(async () => Math.abs((await top()) - before) <= 1, true)
  // What is said now takes nothing away of what was gone back to, and is seen when one goes down.
  await s.world.ada.reply(vic.id, `Line 41, ${words}`)
  await vic.panel.getByRole('button', { name: 'New messages' }).click()
  await vic.line('Line 41,').waitFor()
  assert.deepEqual(await placesOf(vic.log), from(1, 41))
})

test('an operator who scrolls up is shown what came before, and a link leads to what is old', async () => {
  const { vic, ada } = await written()
  await ada.page.reload()
  await becomes(async () => (await placesOf(ada.transcript)).at(-1), 40)
  assert.ok((await placesOf(ada.transcript))[0]! > 15, 'only the end is there')
  await ada.transcript.evaluate((log) => log.scrollTo(0, 0))
  await becomes(async () => (await placesOf(ada.transcript))[0]! <= 10, true)
  const scrolled = () => ada.transcript.evaluate((log) => log.scrollTop)
  assert.ok((await scrolled()) > 0, 'what was looked at is still looked at')
  await ada.transcript.evaluate((log) => log.scrollTo(0, 0))
  await becomes(async () => (await placesOf(ada.transcript)).join(), from(1, 40).join())

  const { messages } = await s.world.ada.call('GET /api/conversations/:id', {
    params: { id: vic.id },
    query: { before: 12 },
  })
  const old = messages.find(({ text }) => text.startsWith('Line 2,'))!
  await ada.page.goto(`about:blank`)
  await ada.page.goto(`${s.world.url}/inbox/live/${vic.id}#m-${old.id}`)
  await ada.transcript.getByText(/^Line 2,/).waitFor()
  await becomes(
    () =>
      ada.page.evaluate((id) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top ?? -1
        return top > 0 && top < innerHeight
      }, `m-${old.id}`),
    true,
  )
})
