import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const worth = /\.(js|css|html|svg|json|ts|txt|wasm|map)$/
const worthFrom = 1024

/** Puts `.br` and `.gz` beside every file that gets smaller by it: made once here, as small as can be, and sent as they lie there. */
export async function compressFolder(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => worth.test(name))
  await Promise.all(files.map((name) => compressFile(join(folder, name))))
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.length < worthFrom) return
  const [small, smaller] = await Promise.all([
    promisify(gzip)(content, { level: 9 }),
    promisify(brotliCompress)(content),
  ])
  if (small.length < content.length) await writeFile(`${path}.gz`, small)
  if (smaller.length < content.length) await writeFile(`${path}.br`, smaller)
}
