import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'

/** Keys by which sites carry the widget. They stand in pages for everybody to read, so they are no secret: what guards them is the list of sites. */

export const mostWidgetKeys = 50

/** "https://shop.test", "http://localhost:3000", or "https://*.shop.test" for every site below shop.test, which it does not mean itself. As browsers say it: without path and without the usual port. */
const Site = Words.trim()
  .max(300)
  .overwrite(asOrigin)
  .regex(
    /^https?:\/\/(\*\.)?(\[[0-9a-f:]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*)(:\d{1,5})?$/,
    'A site is written like https://shop.test or https://*.shop.test',
  )

function asOrigin(written: string): string {
  const url = URL.parse(written.replace('://*.', '://'))
  if (!url || url.pathname !== '/' || url.search || url.hash || url.username) return written
  return written.includes('://*.') ? url.origin.replace('://', '://*.') : url.origin
}

const Name = Words.trim().min(1).max(100)
/** None: pages of any site may use the key. */
const Origins = z.array(Site).max(50)

/** `usedAt` is right to the minute. */
export const WidgetKey = z.object({
  id: Id,
  name: z.string(),
  key: z.string(),
  origins: z.array(z.string()),
  createdAt: Time,
  usedAt: Time.nullable(),
  revokedAt: Time.nullable(),
})
export type WidgetKey = z.infer<typeof WidgetKey>

const ById = z.object({ id: Id })
const one = z.object({ widgetKey: WidgetKey })

export const widgetKeysApi = {
  'GET /api/widget-keys': {
    for: 'operator',
    needs: 'team:manage',
    says: 'The keys of the widget, the newest first, revoked ones at the end.',
    reply: z.object({ widgetKeys: z.array(WidgetKey) }),
  },
  'POST /api/widget-keys': {
    for: 'operator',
    needs: 'team:manage',
    says: `Make a widget key; the others keep working, so that sites can change over one by one. 409 \`too_many_keys\` past ${mostWidgetKeys}.`,
    body: z.strictObject({ id: Id, name: Name, origins: Origins }),
    reply: one,
  },
  'PUT /api/widget-keys/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Name a key, and say which sites may use it. Others get 403 `origin` at once, also in chats that are open.',
    params: ById,
    body: z.strictObject({ name: Name, origins: Origins }),
    reply: one,
  },
  'PUT /api/widget-keys/:id/revocation': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Revoke a key: pages that carry it show no chat any more, and get 403 `key_revoked`. 409 `last_key` when it is the only one in force.',
    params: ById,
    reply: one,
  },
  'DELETE /api/widget-keys/:id/revocation': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Put a revoked key back in force.',
    params: ById,
    reply: one,
  },
} as const
