import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Rating } from '../../protocol/review/shapes.ts'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ timing: { closeGraceMs: 300, leaveGraceMs: 100, sweepIntervalMs: 50 } })
})
afterEach(() => s.clear())
after(() => s.close())

test('an operator rates an answer while it is live, says why, and a colleague sees it at once', async () => {
  const { vic, ada } = await s.watched()
  await vic.say('How do I pause my subscription?')
  const answer = ada
    .said(/pause/i)
    .filter({ has: ada.page.getByRole('button', { name: 'Why?' }) })
    .first()
  const down = answer.getByRole('button', { name: 'Bad answer' })
  await down.dblclick()
  await answer.getByRole('button', { name: 'Say why' }).click()
  await ada.page.getByRole('button', { name: 'Incomplete' }).click()
  await ada.page.getByLabel('Comment').fill('Which button?')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await answer.getByRole('button', { name: 'Incomplete: Which button?' }).waitFor()
  await becomes(() => down.getAttribute('aria-pressed'), 'true', 'a double click is one vote')

  const ben = await s.operator(await s.world.ben())
  await ben.follow(vic.id)
  await ben.said(/Ada\s*Incomplete: Which button\?/).waitFor()
  await answer.getByRole('button', { name: 'Good answer' }).click()
  await ben.transcript.getByLabel('Thumb up by').waitFor()
  await answer.getByRole('button', { name: 'Good answer' }).and(ada.page.locator('[aria-pressed=true]')).click()
  await ben.transcript.getByLabel('Thumb up by').waitFor({ state: 'detached' })
})

test("a visitor thumbs an answer up: it lasts a reload, the team sees it, and nothing of the team's ratings reaches the page", async () => {
  const { vic, ada } = await s.watched()
  await vic.say('How do I pause my subscription?')
  const answer = vic
    .answer(/pause/i)
    .filter({ has: vic.page.getByRole('button', { name: 'Helpful', exact: true }) })
    .last()
  const up = answer.getByRole('button', { name: 'Helpful', exact: true })
  const told = vic.page.waitForResponse((response) => response.url().endsWith('/rating') && response.ok())
  await up.dblclick()
  await told
  await ada
    .said(/Visitor/)
    .getByLabel('Thumb up by')
    .waitFor()
  const [{ messageId }] = (await s.world.ada.transcript(vic.id)).ratings as [Rating]
  await s.world.ada.rate(vic.id, messageId, 'down', { comment: 'FOR THE TEAM ALONE' })
  await eventually(async () => (await s.world.ada.transcript(vic.id)).ratings.length === 2, 'both votes')
  await vic.page.reload()
  await vic.panel.waitFor()
  await up.and(vic.page.locator('[aria-pressed=true]')).waitFor()
  await becomes(() => answer.getByRole('button', { name: 'Not helpful' }).getAttribute('aria-pressed'), 'false')
  assert.ok(!(await vic.markup()).includes('FOR THE TEAM ALONE'))
  await up.click()
  await eventually(async () => (await s.world.ada.transcript(vic.id)).ratings.length === 1, 'the vote to be gone')
})
