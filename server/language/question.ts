import { readMatter } from './matter.ts'
import { readSmallTalk } from './smalltalk.ts'

/** Whether somebody could answer this. Greetings, thanks, praise and what people say of us ("This is ridiculous") are no gaps in what we know. */
export function isQuestion(text: string): boolean {
  return !readSmallTalk(text) && readMatter(text) === 'asks'
}

/** Whether this says what a conversation is about: a question, a request, a name of something, or what happened. */
export function tellsMatter(text: string): boolean {
  return !readSmallTalk(text) && ['asks', 'topic', 'statement'].includes(readMatter(text))
}
