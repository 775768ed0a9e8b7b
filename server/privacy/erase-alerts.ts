import type { Kysely } from 'kysely'
import type { IncidentRow, Schema } from '../db/schema.ts'
import { orNone } from './person.ts'

/**
 * Incidents lose every word, and are kept as long as their copies: a courier that is telling one right now finds that more is wanted when it is done, and tells this.
 * Slack messages are edited; what came through a Slack webhook nobody can edit. Answers how many of each there are.
 */
export async function eraseAlerts(
  trx: Kysely<Schema>,
  conversationIds: string[],
  now: number,
): Promise<{ slack: number; unreachable: number }> {
  const incidents = await trx
    .selectFrom('incidents')
    .selectAll()
    .where('conversation_id', 'in', orNone(conversationIds))
    .execute()
  const told = { slack: 0, unreachable: 0 }
  for (const incident of incidents) {
    await trx
      .updateTable('incidents')
      .set(emptied(incident, await isOver(trx, incident, conversationIds), now))
      .where('id', '=', incident.id)
      .execute()
    const copies = await trx
      .selectFrom('deliveries')
      .innerJoin('alert_channels', 'alert_channels.id', 'deliveries.channel_id')
      .select(['deliveries.id', 'kind', 'sent', 'lease_until'])
      .where('incident_id', '=', incident.id)
      .execute()
    for (const { id, kind, sent, lease_until } of copies) {
      const shown = sent > 0 || lease_until > now
      if (shown && kind === 'slack') told.slack++
      if (shown && kind === 'slack_webhook') told.unreachable++
      if (shown && kind !== 'slack_webhook')
        await trx
          .updateTable('deliveries')
          .set({ wanted: incident.version + 1, state: 'waiting', attempts: 0, next_at: now, error: null })
          .where('id', '=', id)
          .execute()
      else await trx.deleteFrom('deliveries').where('id', '=', id).execute()
    }
  }
  return told
}

/** A gap that others asked about, too, stays open; its incident takes a name again when it is next asked. */
async function isOver(
  trx: Kysely<Schema>,
  { kind, subject, cleared_at }: IncidentRow,
  conversationIds: string[],
): Promise<boolean> {
  if (kind !== 'gap' || cleared_at !== null) return true
  return !(await trx
    .selectFrom('gap_questions')
    .select('message_id')
    .where('gap_id', '=', subject)
    .where('conversation_id', 'not in', conversationIds)
    .limit(1)
    .executeTakeFirst())
}

function emptied({ id, version, cleared_at }: IncidentRow, over: boolean, now: number): Partial<IncidentRow> {
  return {
    title: 'Erased',
    detail: '',
    troubles: '[]',
    words: null,
    holder: null,
    conversation_id: null,
    version: version + 1,
    changed_at: now,
    ...(over && { subject: id, state: 'cleared', cleared_at: cleared_at ?? now }),
  }
}
