import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { median, ms, tableOf } from './table.ts'
import { commitNow } from '../scripts/pages.ts'

/** What the figures were measured on. */
export function describeMachine(): string {
  const cores = cpus()
  return tableOf(
    ['machine', ''],
    [
      ['processor', `${cores.length} cores, ${cores[0]?.model.trim()}`],
      ['memory', `${Math.round(totalmem() / 2 ** 30)} GB`],
      ['kernel', `${type()} ${release()}`],
      ['Node', process.version],
      ['disk', `${kindOfDisk(tmpdir())}, a synced write takes ${ms(timeOfSync())} ms`],
    ],
  )
}

/** When, of which program, and beside how much other work: the load is that of the minute before. */
export function describeMoment(): string {
  const [load] = loadavg()
  return `Measured on ${new Date().toISOString().slice(0, 10)} at commit ${commitNow() || 'unknown'} and load ${load!.toFixed(2)}${load! > 1 ? ': other work shared the machine and made the figures worse' : ''}.`
}

/** As Linux tells it; elsewhere the time of a sync must speak for the disk. */
function kindOfDisk(folder: string): string {
  try {
    const { dev } = statSync(folder)
    const id = `${dev >> 8}:${dev & 255}`
    const mount = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[2] === id)
    const [fileSystem, device = ''] = mount!.split(' - ')[1]!.split(' ')
    return /^\/dev\/x?vd/.test(device)
      ? `${fileSystem} on a virtual disk`
      : `${fileSystem} on ${spins(id) ? 'a spinning disk' : 'solid state'}`
  } catch {
    return 'unknown kind'
  }
}

const spins = (id: string) => readFileSync(`/sys/dev/block/${id}/queue/rotational`, 'utf8').trim() === '1'

function timeOfSync(): number {
  const folder = mkdtempSync(join(tmpdir(), 'halo-bench-'))
  const file = openSync(join(folder, 'sync'), 'w')
  const page = Buffer.alloc(4096, 1)
  const times = Array.from({ length: 100 }, () => {
    const began = performance.now()
    writeSync(file, page)
    fsyncSync(file)
    return performance.now() - began
  })
  closeSync(file)
  rmSync(folder, { recursive: true })
  return median(times)
}
