import { termsOf } from '../knowledge/words.ts'

export type SmallTalk = 'human' | 'bot' | 'thanks' | 'goodbye' | 'greeting' | 'wellbeing' | 'yes' | 'no'

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
    /\b(?:thanks|thank you|thank u|thx|ty|cheers|much appreciated|appreciate (?:it|that|your help)|great help|very helpful|you've been (?:so |very )?helpful|that helps|that helped|lifesaver)\b/iu,
  ],
  [
    'goodbye',
    /^(?:ok(?:ay)? )?(?:bye|goodbye|bye bye|see you|see ya|cya|good night|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)|that is all|that's all|that will be all|nothing else)(?: then| now| for now)?$/iu,
  ],
  [
    'greeting',
    /^(?:hi|hello|hey|heya|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|hallo|hola|bonjour|ciao)(?: there| again| all| team| everyone| halo)*$/iu,
  ],
  [
    'yes',
    /^(?:yes|yeah|yep|yup|sure|ok|okay|please do|please|yes please|of course|definitely|absolutely|go ahead|sounds good|that would be (?:great|nice|good)|y)(?: please| thanks| thank you)*$/iu,
  ],
  [
    'no',
    /^(?:no|nope|nah|not now|no thanks|no thank you|not really|never mind|nevermind|n)(?: thanks| thank you)*$/iu,
  ],
]

/** Small talk, unless the visitor also asks something. Asking for a person or what we are is heard wherever it stands. */
export function readSmallTalk(text: string): SmallTalk | null {
  const said = text
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const found = forms.find(([, form]) => form.test(said))?.[0] ?? null
  if (
    found === 'human' &&
    /\b(?:do not|don't|dont|no need to|rather not|not) (?:want|need|like|have)? ?(?:to )?(?:an? )?(?:talk|speak|chat|human|person)\b/i.test(
      said,
    )
  )
    return null
  if (
    found === 'thanks' &&
    (text.includes('?') ||
      /\bthanks for nothing\b/i.test(said) ||
      termsOf(said.replace(forms.find(([kind]) => kind === 'thanks')?.[1] ?? '', '')).length > 5)
  )
    return null
  return found
}
