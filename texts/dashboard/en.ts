import { account } from './account.ts'
import { agents } from './agents.ts'
import { alerts } from './alerts.ts'
import { audit } from './audit.ts'
import { completed } from './completed.ts'
import { components } from './components.ts'
import { contacts } from './contacts.ts'
import { costs } from './costs.ts'
import { feed } from './feed.ts'
import { gaps } from './gaps.ts'
import { installation } from './installation.ts'
import { keys } from './keys.ts'
import { knowledge } from './knowledge.ts'
import { mail } from './mail.ts'
import { models } from './models.ts'
import { privacy } from './privacy.ts'
import { reports } from './reports.ts'
import { segments } from './segments.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { shutOuts } from './shut-outs.ts'
import { sources } from './sources.ts'
import { teaching } from './teaching.ts'
import { team } from './team.ts'
import { tickets } from './tickets.ts'
import { topics } from './topics.ts'
import { training } from './training.ts'
import { transcript } from './transcript.ts'
import { webhooks } from './webhooks.ts'

/** Every word that the dashboard says, by the folder that says it. */
export const en = {
  account,
  agents,
  alerts,
  audit,
  completed,
  components,
  contacts,
  costs,
  feed,
  gaps,
  installation,
  keys,
  knowledge,
  mail,
  models,
  privacy,
  reports,
  segments,
  session,
  settings,
  shell,
  shutOuts,
  sources,
  teaching,
  team,
  tickets,
  topics,
  training,
  transcript,
  webhooks,
}

/** What every language has to say: the same keys, each a text or made of the same words. */
type Spoken<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...words: infer W) => string
      ? (...words: W) => string
      : Spoken<T[K]>
}

export type Texts = Spoken<typeof en>
