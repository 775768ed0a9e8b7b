/** The kinds of alert, free of the schema library, because screens list them too. `unit` says what a threshold counts; `usual` is the threshold until somebody sets another. */
export const alertKinds = [
  'sentiment',
  'escalation',
  'human',
  'inquiry',
  'low_confidence',
  'unanswered',
  'gap',
  'budget',
  'provider',
  'webhook',
  'mention',
  'digest',
] as const
export type AlertKind = (typeof alertKinds)[number]

export const alertMeanings: Record<AlertKind, { name: string; says: string; unit: string | null; usual: number }> =
  {
    sentiment: {
      name: 'Sentiment drop',
      says: 'The mood falls to Frustrated or Angry, or its score by half a point within three messages.',
      unit: 'points below zero, 0 to 100',
      usual: 30,
    },
    escalation: { name: 'Escalation', says: 'The AI gave the conversation to the team.', unit: null, usual: 0 },
    human: { name: 'Asks for a person', says: 'The visitor asked for a person.', unit: null, usual: 0 },
    inquiry: {
      name: 'Question to the team',
      says: 'The AI or a colleague asks the team something about a running conversation.',
      unit: null,
      usual: 0,
    },
    low_confidence: {
      name: 'Unsure AI',
      says: 'Several answers in a row with low confidence.',
      unit: 'answers in a row',
      usual: 2,
    },
    unanswered: { name: 'Nobody answers', says: 'A visitor waits for a person.', unit: 'minutes', usual: 5 },
    gap: { name: 'Knowledge gap', says: 'Visitors ask what nothing answers.', unit: 'questions', usual: 3 },
    budget: {
      name: 'Budget',
      says: 'The month’s budget for language models is nearly spent, or spent; or the day’s calls are used up.',
      unit: null,
      usual: 0,
    },
    provider: {
      name: 'Language model',
      says: 'The provider of a language model does not answer, with its own reason; and that it answers again.',
      unit: null,
      usual: 0,
    },
    webhook: {
      name: 'Webhook',
      says: 'An address that is told of events failed for three days, or is gone, and is told no more.',
      unit: null,
      usual: 0,
    },
    mention: { name: 'Mention', says: 'A colleague calls somebody in a note.', unit: null, usual: 0 },
    digest: {
      name: 'Daily digest',
      says: 'Yesterday in one message, at eight in the morning.',
      unit: null,
      usual: 0,
    },
  }

export const channelKinds = ['slack', 'slack_webhook', 'webhook'] as const
export type ChannelKind = (typeof channelKinds)[number]
