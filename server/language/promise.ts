import { sentencesOf } from '../knowledge/passages.ts'

const person = String.raw`(?:person|human|people|colleague|someone|somebody|operator|representative|manager|supervisor|specialist|advisor|teammate|team member|(?:live|real|human|support) agent|(?:our|the|my|support|service) team|customer (?:service|support|care))`

/** A person is brought, or will come: said as a thing that happens, by the one who says it. */
const promises = [
  new RegExp(
    String.raw`\b(?:I'll|I will|I'm|I am|I've|I have|we'll|we will|we're|we are|we've|we have|let me|going to)\b[^.?]{0,30}\b(?:get|getting|bring\w*|fetch\w*|ask\w*|call\w*|connect\w*|transfer\w*|hand\w*|pass\w*|put\w*|forward\w*|escalat\w*|loop\w*|notif\w*|alert\w*|involv\w*|reach\w* out)\b[^.?]{0,40}\b${person}\b`,
    'i',
  ),
  new RegExp(String.raw`\b(?:I'll|I will|I'm|I am|I've|I have|let me|we'll|we will)\b[^.?]{0,20}\bescalat\w*`, 'i'),
  new RegExp(
    String.raw`\b${person}\b[^.?]{0,20}\b(?:will|is going to|are going to|'ll)\b[^.?]{0,20}\b(?:join|contact|be with|get back|reach|take over|help|follow up|call|write|reply|respond|answer|assist|look into|take care)`,
    'i',
  ),
]

/** An offer, a condition or a refusal promises nothing. */
const notYet =
  /\b(?:if|would you|shall I|should I|do you want|can't|cannot|can not|won't|will not|not able|unable|never|don't|do not|may|might|could)\b|\?\s*$/i

/**
 * Whether the reply promises a person, by this small list of turns of phrase and nothing cleverer: it is a net for models that promise in words what they
 * should have done with their tool. Words alone bring nobody; this is what makes the promise come true.
 */
export function promisesPerson(reply: string): boolean {
  return reply
    .replace(/[’‘]/g, "'")
    .split('\n')
    .flatMap(sentencesOf)
    .some((sentence) => !notYet.test(sentence) && promises.some((promise) => promise.test(sentence)))
}

const offering =
  /\b(?:would you like|shall I|should I|do you want|want me to|may I|can I|would it help|if you like|if you want|if you'd like)\b/i
const anyPerson = new RegExp(String.raw`\b${person}\b`, 'i')

/** Whether the reply asks if a person is wanted. */
export function offersPerson(reply: string): boolean {
  return reply
    .replace(/[’‘]/g, "'")
    .split('\n')
    .flatMap(sentencesOf)
    .some((sentence) => offering.test(sentence) && anyPerson.test(sentence))
}
