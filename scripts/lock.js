import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Lets one process at a time do `work` in this checkout. A lock whose owner died is taken over. */
export async function alone(name, root, work) {
  const path = join(tmpdir(), `halo-${name}-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`)
  while (!take(path)) await new Promise((later) => setTimeout(later, 200))
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!ownerLives(path)) rmSync(path, { force: true })
    return false
  }
}

function ownerLives(path) {
  try {
    // Nothing we do takes this long; the number has gone to another process.
    if (statSync(path).mtimeMs < Date.now() - 900_000) return false
    process.kill(Number(readFileSync(path, 'utf8')) || process.pid, 0)
    return true
  } catch (error) {
    // Gone in the meantime, or owned by somebody whom we may not signal but who is there.
    return error.code === 'ENOENT' || error.code === 'EPERM'
  }
}
