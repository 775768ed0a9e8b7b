import { createStore } from '../../client/store.ts'

/** The conversation that was just taken over elsewhere: when it opens, Reply is the field, and has the focus. */
export const replyTo = createStore<string | null>(null)
