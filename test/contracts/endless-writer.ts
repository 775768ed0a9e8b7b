import { openDatabase } from '../../server/db/open.ts'
import { Unavailable } from '../../server/ground/errors.ts'

/** Writes rows, several at once, until it is killed or refused. Each line it prints is the key of a row that was acknowledged. */
const [folder, url] = process.argv.slice(2)
const database = await openDatabase({ url: url || null, folder: folder! })

async function writeOn(lane: number): Promise<void> {
  for (let n = 0; ; n++) {
    const key = `${lane}-${n}`
    await database.write((trx) =>
      trx
        .insertInto('settings')
        .values({ key, value: 'x'.repeat(2000) })
        .execute(),
    )
    process.stdout.write(`${key}\n`)
  }
}

const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, lane) => writeOn(lane)))
const refusals = ends.map((end) =>
  end.status === 'rejected' && end.reason instanceof Unavailable ? 'Unavailable' : 'something else',
)
process.stderr.write([...new Set(refusals)].join())
