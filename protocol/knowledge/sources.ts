import { z } from 'zod'
import { Id, Time, WebAddress, Words } from '../entities.ts'
import { largestFile } from '../sizes.ts'

/** Where knowledge comes from, other than articles written here. */

/** page: one page · sitemap: the pages that a sitemap names · site: pages found by following links · file: an uploaded file · article: written in the dashboard. */
export const KnowledgeKind = z.enum(['page', 'sitemap', 'site', 'file', 'article'])
export type KnowledgeKind = z.infer<typeof KnowledgeKind>

/** waiting: its turn comes · working: pages are being read · ready: read, with what could not be read listed · failed: nothing could be read. */
const ImportState = z.enum(['waiting', 'working', 'ready', 'failed'])
type ImportState = z.infer<typeof ImportState>

/** One row of All Data. Counts of pages are of the latest import. */
export const KnowledgeSource = z.object({
  id: Id,
  kind: KnowledgeKind,
  name: z.string(),
  url: z.string().nullable(),
  state: ImportState,
  /** Why nothing could be read; null when something was. */
  error: z.string().nullable(),
  pages: z.object({ found: z.int(), read: z.int(), failed: z.int() }),
  passages: z.int(),
  characters: z.int(),
  changedAt: Time,
  /** When it is read again by itself; null: never. */
  nextAt: Time.nullable(),
  everyHours: z.int().nullable(),
  /** AI messages that rest on it, and how many of those were thumbed down or corrected. */
  cited: z.int(),
  thumbedDown: z.int(),
  corrected: z.int(),
})
export type KnowledgeSource = z.infer<typeof KnowledgeSource>

/** One page or file of a source. `gone` pages were there before and are no longer. */
export const SourcePage = z.object({
  id: Id,
  name: z.string(),
  url: z.string().nullable(),
  title: z.string().nullable(),
  state: z.enum(['waiting', 'read', 'failed', 'skipped']),
  /** What was wrong, or why it was left out. */
  error: z.string().nullable(),
  /** What of it was not read, and why, in sentences. Empty when everything was. */
  leftOut: z.array(z.string()),
  characters: z.int(),
  changedAt: Time,
})
export type SourcePage = z.infer<typeof SourcePage>

const Schedule = z
  .int()
  .min(1)
  .max(24 * 90)
  .nullable()
  .default(null)

export const NewSource = z.discriminatedUnion('kind', [
  z.strictObject({ id: Id, kind: z.literal('page'), url: WebAddress, everyHours: Schedule }),
  z.strictObject({
    id: Id,
    kind: z.literal('sitemap'),
    url: WebAddress,
    everyHours: Schedule,
    pageLimit: z.int().min(1).max(5000).default(500),
  }),
  /** `depth` counts links from the first page, `pageLimit` pages in all. */
  z.strictObject({
    id: Id,
    kind: z.literal('site'),
    url: WebAddress,
    everyHours: Schedule,
    depth: z.int().min(0).max(10).default(3),
    pageLimit: z.int().min(1).max(5000).default(200),
  }),
  /** `content` is the file in base64. */
  z.strictObject({
    id: Id,
    kind: z.literal('file'),
    name: Words.trim().min(1).max(200),
    content: z.base64().max(Math.ceil(largestFile / 3) * 4, 'A file may have at most 10 MB'),
  }),
])
export type NewSource = z.output<typeof NewSource>
