import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { connectHalo, HaloError, type HaloApi } from '../sdk/api.ts'
import { fromIntercom, type IntercomObject } from './import/intercom.ts'
import type { Line } from './import/lines.ts'
import { objectsIn } from './import/read.ts'
import { fromZendesk, type ZendeskObject } from './import/zendesk.ts'

const converters: Record<string, (found: any) => Line[]> = {
  halo: (found: Line) => [found],
  intercom: (found: IntercomObject) => fromIntercom(found),
  zendesk: (found: ZendeskObject) => fromZendesk(found),
}
export type System = 'halo' | 'intercom' | 'zendesk'

interface Imported {
  added: number
  known: number
  leftOut: number
  refused: { place: number; why: string }[]
}

/** Brings everything in, one after the other. Doing it again changes nothing: ids are the same each time. */
export async function importFile(halo: HaloApi, file: string, from: System): Promise<Imported> {
  const result: Imported = { added: 0, known: 0, leftOut: 0, refused: [] }
  for await (const { place, found } of objectsIn(file)) {
    try {
      const lines = converters[from]!(found)
      if (!lines.length) result.leftOut++
      for (const line of lines) result[(await patiently(() => bring(halo, line))) ? 'added' : 'known']++
    } catch (error) {
      if (error instanceof HaloError && ![400, 404, 409, 413].includes(error.status)) throw error
      result.refused.push({ place, why: (error as Error).message })
    }
  }
  return result
}

/** Whether it is new here. */
async function bring(halo: HaloApi, line: Line): Promise<boolean> {
  switch (line.type) {
    case 'contact': {
      const { type: _, userId, ...told } = line
      await halo.putContact({ userId }, told as Parameters<HaloApi['putContact']>[1])
      return true
    }
    case 'company': {
      const { traits = {} } = line
      await halo.putCompany({ companyId: line.companyId }, { traits } as Parameters<HaloApi['putCompany']>[1])
      return true
    }
    case 'article': {
      const { type: _, id, ...article } = line
      await halo.putArticle({ id }, article)
      return true
    }
    case 'conversation': {
      const { type: _, ticket, ...past } = line
      const { added } = await halo.importConversation(past)
      if (added && ticket && ticket.status !== 'resolved') await halo.openTicket({ id: past.id }, {})
      return added
    }
    default:
      throw new Error(`“${String((line as { type?: unknown }).type)}” is no type of a line.`)
  }
}

/** A key that asks too often is told when to come back. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof HaloError) || error.status !== 429) throw error
      await sleep((error.retryAfter ?? 1) * 1000)
    }
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string', default: 'halo' }, convert: { type: 'boolean', default: false } },
  })
  const [file] = positionals
  const from = values.from as System
  if (!file || !converters[from])
    throw new Error('Say what to read: npm run import -- --from intercom|zendesk|halo FILE')
  if (values.convert) {
    for await (const { found } of objectsIn(file))
      for (const line of converters[from]!(found)) process.stdout.write(`${JSON.stringify(line)}\n`)
    return
  }
  const { HALO_URL: url, HALO_KEY: key } = process.env
  if (!url || !key) throw new Error('Set HALO_URL to the address of your Halo and HALO_KEY to an API key.')
  const { added, known, leftOut, refused } = await importFile(connectHalo({ url, key }), file, from)
  for (const { place, why } of refused) console.error(`${place}: ${why}`)
  console.log(
    `${added} brought in, ${known} were there already, ${leftOut} of no use here, ${refused.length} refused.`,
  )
  if (refused.length) process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main()
  } catch (error) {
    console.error(`Not imported. ${(error as Error).message}`)
    process.exitCode = 1
  }
}
