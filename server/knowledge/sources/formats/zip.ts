import { inflateRawSync } from 'node:zlib'
import { Unreadable } from './extracted.ts'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const deflated = 8

/**
 * Throws `Unreadable` when what is packed in the archive's XML parts is more than `most` bytes together. It is unpacked to find out, up to that size and no further: the sizes that an archive
 * states about itself are whatever its maker wrote there.
 */
export function mustUnpackWithin(bytes: Uint8Array, most: number): void {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let room = most
  for (const packed of xmlParts(archive)) {
    try {
      room -= inflateRawSync(packed, { maxOutputLength: room }).length
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
        throw new Unreadable('It unpacks to more than can be read.')
      throw new Unreadable('The archive is damaged.')
    }
    if (room <= 0) throw new Unreadable('It unpacks to more than can be read.')
  }
}

/** The packed bytes of every part that a reader of documents would unpack. */
function* xmlParts(archive: Buffer): Generator<Buffer> {
  let at = directoryOf(archive)
  while (at !== null && at + 46 <= archive.length && archive.readUInt32LE(at) === directoryEntry) {
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)]
    const [name, extra, comment] = [
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt16LE(at + 32),
    ]
    const local = archive.readUInt32LE(at + 42)
    const isXml = /\.(?:xml|rels)$/i.test(archive.toString('latin1', at + 46, at + 46 + name))
    if (isXml && method === deflated && local + 30 <= archive.length) {
      const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
      yield archive.subarray(begin, begin + size)
    }
    at += 46 + name + extra + comment
  }
}

/** The directory stands at the end, before a comment of at most 64 kB. */
function directoryOf(archive: Buffer): number | null {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 22 - 0xffff); at--) {
    if (archive.readUInt32LE(at) === endOfDirectory) return archive.readUInt32LE(at + 16)
  }
  return null
}
