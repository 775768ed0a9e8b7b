import { termsOf } from '../knowledge/words.ts'
import { readMatter } from './matter.ts'

export type SmallTalk =
  | 'human'
  | 'bot'
  | 'thanks'
  | 'goodbye'
  | 'greeting'
  | 'wellbeing'
  | 'present'
  | 'nice'
  | 'yes'
  | 'no'
  | 'praise'
  | 'number'
  | 'chatter'

const forms: [SmallTalk, RegExp][] = [
  [
    'human',
    /\b(?:talk|speak|chat|connect|transfer|put me|pass me|escalate)\b.{0,40}\b(?:human|person|people|agent|representative|rep|operator|someone|somebody|colleague|manager|supervisor|team ?member|advisor|adviser)\b/iu,
  ],
  [
    'human',
    /\b(?:i (?:want|need|would like|demand)|i'd like|get me|give me|can i (?:have|get)|let me have)\b.{0,12}\b(?:an? |the |your )?(?:(?:real|live|actual|human) )+(?:human|person|being|agent|operator|representative|rep|one)\b/iu,
  ],
  [
    'human',
    /\b(?:i (?:want|need|would like|demand)|i'd like|get me|give me)(?: an?| the| your)? (?:human|person|representative|operator|manager|supervisor)\b/iu,
  ],
  ['human', /^(?:a )?(?:(?:real|live|human) )?(?:human|person|agent|representative|operator)(?: please| now)?$/iu],
  [
    'human',
    /\b(?:can|could|may|will|would) (?:an? |the |some )?(?:(?:real|actual|live|human) )*(?:person|human|someone|somebody|agent|colleague|manager)\b.{0,20}\b(?:call|phone|ring|contact|write|talk|speak|answer|reply|get back)\b/iu,
  ],
  [
    'bot',
    /\b(?:are|r) (?:you|u) (?:an? )?(?:real|human|person|robot|bot|chatbot|ai|a\.i\.|machine|computer|chatgpt)\b/iu,
  ],
  [
    'bot',
    /\b(?:is this|am i (?:talking|speaking|chatting) (?:to|with)) (?:an? )?(?:real |actual |live )*(?:human|person|robot|bot|chatbot|ai|machine)\b|\b(?:who|what) are you\b/iu,
  ],
  ['wellbeing', /^(?:(?:hi|hello|hey)\W+)?how (?:are you|is it going|are things|do you do)(?: today)?$/iu],
  [
    'thanks',
    /\b(?:thanks|thank you|thank u|thx|ty|cheers|danke|vielen dank|gracias|muchas gracias|much appreciated|appreciate (?:it|that|your help)|great help|very helpful|you've been (?:so |very )?helpful|that helps|that helped|lifesaver)\b/iu,
  ],
  [
    'goodbye',
    /^(?:(?:ok(?:ay)?|no|great|great stuff|alright) )?(?:bye|goodbye|bye bye|see you|see ya|cya|good night|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)|that is all|that's all|that was all|that was it|that will be all|nothing else|tschüss|auf wiedersehen|adiós|hasta luego)(?: (?:then|now|for now|tomorrow|soon|later|i (?:wanted|needed)(?: to know)?|for today|thanks))*$/iu,
  ],
  [
    'greeting',
    /^(?:(?:hi|hello|hey|heya|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|hallo|moin|servus|guten (?:tag|morgen|abend)|hola|buenos días|buenas(?: tardes| noches)?|bonjour|ciao)(?: there| again| all| team| everyone| everybody| halo| doctor| guys| folks| mate| sir| madam| together| you)* ?)+$/iu,
  ],
  [
    'yes',
    /^(?:yes|yeah|yep|yup|ja|ja bitte|ja gern|gerne|sí|si|sí por favor|sure|ok|okay|please do|please|yes please|of course|definitely|absolutely|go ahead|sounds good|that would be (?:great|nice|good)|y)(?: please| thanks| thank you)*$/iu,
  ],
  [
    'no',
    /^(?:no|nope|nah|nein|nein danke|no gracias|not now|no thanks|no thank you|not really|never mind|nevermind|n)(?: thanks| thank you)*$/iu,
  ],
]

const others: [SmallTalk, RegExp][] = [
  [
    'present',
    /^(?:(?:are |r )?(?:you|u) (?:still )?there|(?:is )?(?:anybody|anyone|someone|somebody) (?:here|there|home|around)|hello (?:is )?(?:anybody|anyone) (?:here|there)|still there|knock knock)$/iu,
  ],
  ['wellbeing', /^(?:i )?hope (?:you are|you're|youre|all is|this finds you) (?:doing )?(?:well|good|fine)$/iu],
  [
    'nice',
    /^(?:(?:that(?:'s| is| was)?|it(?:'s| is)?|this is|you(?:'re| are)|very|so|really|all|just|now|well|ah|oh|ok(?:ay)?|alright|all right|i|we) )*(?:nice|cool|great|perfect|super|awesome|amazing|brilliant|wonderful|excellent|lovely|good|fine|got it|get it|understood|understand|see|clear|makes sense|good to know|worked?|works|done|fixed|solved|great stuff|great job|well done|interesting|prima|toll|genial|perfecto|vale|verstanden|wow|the best)(?: (?:now|job|one|stuff|it|then|mate|then|again|for me|perfectly|again now))*$/iu,
  ],
]
/** Nothing by themselves, and nothing beside small talk. */
const fillers =
  /^(?:ok(?:ay)?|alright|all right|right|well|so|ah|aha|oh|hm+|mhm|uh|um|lol|(?:ha|he|hi){2,}h?|yay|phew|wow|mate|dear|sir|madam|guys|hey|no|yes|good|great|perfect|super)$/iu
/** Of several things said in one message, what is answered. */
const order: SmallTalk[] = [
  'human',
  'bot',
  'goodbye',
  'thanks',
  'present',
  'wellbeing',
  'nice',
  'greeting',
  'no',
  'yes',
]
const longest = 200

/** A message of several parts that are all small talk: "Hi there, good evening", "okay got it, thanks". */
function inParts(text: string): SmallTalk | null {
  if (text.length > longest) return null
  const parts = text
    .replace(/[’‘]/g, "'")
    .split(/[.,!?;:\n…]+|\s[-–—]\s|\p{Extended_Pictographic}/u)
    .map((part) =>
      part
        .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(Boolean)
  const kinds = parts.map(inPart)
  if (parts.length === 0 || kinds.some((kind) => kind === null)) return null
  const said = kinds.filter((kind) => kind !== 'filler')
  return order.find((kind) => said.includes(kind)) ?? 'nice'
}

function inPart(part: string): SmallTalk | 'filler' | null {
  const known = [...forms, ...others].find(([kind, form]) => kind !== 'thanks' && form.test(part))?.[0]
  if (known) return known
  const plain = part.replace(
    /^(?:ok(?:ay)?|(?:ha|he){2,}h?|lol|ah|oh|well|great|perfect|super|cool|alright|no|yes) /iu,
    '',
  )
  if (plain !== part) return inPart(plain)
  if (fillers.test(part)) return 'filler'
  const thanks = forms.find(([kind]) => kind === 'thanks')![1]
  return thanks.test(part) && termsOf(part.replace(thanks, '')).length <= 2 ? 'thanks' : null
}

/** Small talk, unless the visitor also asks something. Asking for a person or what we are is heard wherever it stands. */
export function readSmallTalk(text: string): SmallTalk | null {
  const said = text
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const found = forms.find(([, form]) => form.test(said))?.[0] ?? null
  if (found === 'human' && refusal.test(said)) return null
  if (found === 'thanks') return isOnlyThanks(text, said) ? found : remarkIn(text)
  return found ?? (/\p{L}|\p{Extended_Pictographic}/u.test(text) ? inParts(text) : null) ?? remarkIn(text)
}

const refusal =
  /\b(?:do not|don't|dont|no need to|rather not|not) (?:want|need|like|have)? ?(?:to )?(?:an? )?(?:talk|speak|chat|human|person)\b/i

function isOnlyThanks(text: string, said: string): boolean {
  if (text.includes('?') || /\bthanks for nothing\b/i.test(said) || readMatter(text) === 'asks') return false
  return termsOf(said.replace(forms.find(([kind]) => kind === 'thanks')?.[1] ?? '', '')).length <= 5
}

/** Praise, a bare number and chatter ask nothing either. */
function remarkIn(text: string): SmallTalk | null {
  const matter = readMatter(text)
  if (matter === 'chatter' && hello.test(text)) return 'greeting'
  return matter === 'praise' || matter === 'number' || matter === 'chatter' ? matter : null
}

const hello = /^\W*(?:hi|hello|hey|hiya|hallo|hola|good (?:morning|afternoon|evening))\b/iu
