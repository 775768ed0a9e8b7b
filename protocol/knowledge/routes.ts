import { z } from 'zod'
import { Article, Id, WebAddress, Words } from '../entities.ts'
import { KnowledgeSource, NewSource, SourcePage } from './sources.ts'

/** Routes of what the AI may quote: articles, and the sources they are read from. */

const Done = z.object({ ok: z.literal(true) })

export const knowledgeRoutes = {
  'GET /api/articles': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Everything the AI may quote.',
    query: z.object({ text: Words.max(200).optional() }),
    reply: z.object({ articles: z.array(Article) }),
  },
  'PUT /api/articles/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Write or change an article. Found by the next question.',
    params: z.object({ id: Id }),
    body: z.strictObject({
      title: Words.trim().min(1).max(200),
      body: Words.trim().min(1).max(100_000),
      url: WebAddress.nullable(),
    }),
    reply: z.object({ article: Article }),
  },
  'DELETE /api/articles/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove an article. Deleting what is gone is no error.',
    params: z.object({ id: Id }),
    reply: Done,
  },
  'GET /api/sources': {
    for: 'operator',
    needs: 'agents:view',
    says: 'All Data: every source of knowledge with its size and use, the latest change first.',
    query: z.object({ text: Words.max(200).optional() }),
    reply: z.object({ sources: z.array(KnowledgeSource) }),
  },
  'POST /api/sources': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Add a page, a sitemap, a site to be crawled, or a file. It is read in the background. The same id again is the same source.',
    body: NewSource,
    reply: z.object({ source: KnowledgeSource }),
  },
  'GET /api/sources/:id': {
    for: 'operator',
    needs: 'agents:view',
    says: 'One source with its pages, those that could not be read first.',
    params: z.object({ id: Id }),
    reply: z.object({ source: KnowledgeSource, pages: z.array(SourcePage) }),
  },
  'GET /api/sources/:id/pages/:pageId': {
    for: 'operator',
    needs: 'agents:view',
    says: 'One page or file as it was read: its words, which answers are made of, and what was left out.',
    params: z.object({ id: Id, pageId: Id }),
    reply: z.object({ page: SourcePage, text: z.string() }),
  },
  'PATCH /api/sources/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'How often a source of the web is read again by itself; null: never.',
    params: z.object({ id: Id }),
    body: z.strictObject({
      everyHours: z
        .int()
        .min(1)
        .max(24 * 90)
        .nullable(),
    }),
    reply: z.object({ source: KnowledgeSource }),
  },
  'POST /api/sources/:id/reads': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Read a source again now: everything, or only what failed. 409 `file_gone` for a file, which is not kept.',
    params: z.object({ id: Id }),
    body: z.strictObject({ only: z.enum(['all', 'failed']).default('all') }),
    reply: z.object({ source: KnowledgeSource }),
  },
  'DELETE /api/sources/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove a source and everything that was read from it, at once.',
    params: z.object({ id: Id }),
    reply: Done,
  },
} as const
